package org.logoformer.models.logo;

import org.logoformer.config.Require;
import org.logoformer.config.WindowSize;
import org.logoformer.models.logo.LogoFormerConfig.Attention;
import org.logoformer.models.logo.LogoFormerConfig.Backbone;
import org.logoformer.models.logo.LogoFormerConfig.Cls;
import org.logoformer.models.logo.LogoFormerConfig.Dropout;
import org.logoformer.models.logo.LogoFormerConfig.Pool;
import org.logoformer.models.logo.LogoFormerConfig.PoolKind;

/**
 * Block {@code model.baseline}.
 *
 * @param width channels of the first ResNet18 layer
 * @param dim d, width of the transformer
 * @param depth blocks
 * @param heads of attention
 * @param mlpRatio hidden width of the MLP over d
 */
public record BaselineConfig(int width, int dim, int depth, int heads, int mlpRatio) {
  private static final String BLOCK = "model.baseline.";

  public BaselineConfig {
    Require.within(BLOCK + "width", width, 1, 4096);
    LogoFormerConfig.requireSizes(BLOCK, dim, depth, heads, mlpRatio);
  }

  /** The same transformer with full attention and a frame of CLS tokens; it has no windows. */
  LogoFormerConfig transformer() {
    WindowSize none = new WindowSize(1, 1, 1);
    return new LogoFormerConfig(
        new Backbone(width),
        dim,
        depth,
        heads,
        mlpRatio,
        Attention.FULL,
        none,
        new Pool(PoolKind.AVG, none),
        Cls.FRAME,
        new Dropout(0, 0, 0),
        0);
  }
}
