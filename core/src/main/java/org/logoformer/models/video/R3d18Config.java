package org.logoformer.models.video;

import org.logoformer.config.Require;

/**
 * Block {@code model.r3d-18}.
 *
 * @param width channels of the first layer
 */
public record R3d18Config(int width, Stem stem) {
  /** What clips pass first. */
  public enum Stem {
    /** 7x7x7 convolution of stride (1, 2, 2), then 3x3x3 maximum of stride 2. */
    PAPER,
    /** 3x7x7 convolution of stride (1, 2, 2). */
    TORCHVISION
  }

  public R3d18Config {
    Require.within("model.r3d-18.width", width, 1, 4096);
  }
}
