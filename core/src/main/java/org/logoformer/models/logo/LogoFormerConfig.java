package org.logoformer.models.logo;

import org.logoformer.config.Require;
import org.logoformer.config.WindowSize;

/**
 * Block {@code model.logo-former}.
 *
 * @param dim d, width of the transformer
 * @param depth blocks
 * @param heads of attention
 * @param mlpRatio hidden width of the MLP over d
 * @param window of local attention; divides the token grid
 * @param stochasticDepth probability that a clip skips a branch of the last block
 */
public record LogoFormerConfig(
    Backbone backbone,
    int dim,
    int depth,
    int heads,
    int mlpRatio,
    WindowSize window,
    Pool pool,
    Cls cls,
    Dropout dropout,
    double stochasticDepth) {
  private static final String BLOCK = "model.logo-former.";

  /** How keys and values of global attention are pooled. */
  public enum PoolKind {
    CONV,
    DEPTHWISE,
    AVG
  }

  /** What is classified: a class token, token (0,0), or the mean over tokens. */
  public enum Cls {
    TOKEN,
    NONE,
    MEAN
  }

  /**
   * The ResNet18 in front of the transformer.
   *
   * @param width channels of the first ResNet18 layer
   */
  public record Backbone(int width) {
    public Backbone {
      Require.within(BLOCK + "backbone.width", width, 1, 4096);
    }
  }

  /**
   * What stands between the stream and the keys and values of global attention.
   *
   * @param window kernel and stride; in a file also {@code window}, for the local window's size
   */
  public record Pool(PoolKind kind, WindowSize window) {}

  /** Probabilities of dropping an element. */
  public record Dropout(double attention, double projection, double mlp) {
    public Dropout {
      Require.belowOne(BLOCK + "dropout.attention", attention);
      Require.belowOne(BLOCK + "dropout.projection", projection);
      Require.belowOne(BLOCK + "dropout.mlp", mlp);
    }
  }

  public LogoFormerConfig {
    Require.within(BLOCK + "dim", dim, 1, 32_768);
    Require.within(BLOCK + "depth", depth, 1, 1024);
    Require.within(BLOCK + "heads", heads, 1, 32_768);
    Require.within(BLOCK + "mlp-ratio", mlpRatio, 1, 64);
    Require.belowOne(BLOCK + "stochastic-depth", stochasticDepth);
    Require.that(
        dim % heads == 0,
        BLOCK + "heads",
        heads,
        "must divide " + BLOCK + "dim = " + dim + "; legal: " + Divisors.of(dim));
  }
}
