package org.logoformer.models.video;

import org.logoformer.config.Require;

/**
 * Block {@code model.r2plus1d-18}.
 *
 * @param width channels of the first layer
 */
public record R2plus1d18Config(int width) {
  public R2plus1d18Config {
    Require.within("model.r2plus1d-18.width", width, 1, 4096);
  }
}
