package org.logoformer.models.logo;

import java.util.List;
import org.logoformer.config.Require;
import org.logoformer.config.WindowSize;

/**
 * Block {@code model.logo-former}.
 *
 * @param dim d, width of the transformer
 * @param depth blocks
 * @param heads of attention
 * @param mlpRatio hidden width of the MLP over d
 * @param attention how tokens of a clip learn of each other
 * @param window of local attention; divides the token grid
 * @param stochasticDepth probability that a clip skips a branch of the last block
 */
public record LogoFormerConfig(
    Backbone backbone,
    int dim,
    int depth,
    int heads,
    int mlpRatio,
    Attention attention,
    WindowSize window,
    Pool pool,
    Cls cls,
    Dropout dropout,
    double stochasticDepth) {
  private static final String BLOCK = "model.logo-former.";

  /** The panels of Fig. 1: what stands in a block in front of the MLP. */
  public enum Attention {
    FULL,
    SPATIAL,
    DIVIDED,
    MIXING,
    LOCAL,
    GLOBAL,
    LOCAL_GLOBAL;

    /** Branches, the first one first. */
    List<Scheme> schemes() {
      return switch (this) {
        case FULL -> List.of(Scheme.FULL);
        case SPATIAL -> List.of(Scheme.SPATIAL);
        case DIVIDED -> List.of(Scheme.TEMPORAL, Scheme.SPATIAL);
        case MIXING -> List.of(Scheme.MIXING);
        case LOCAL -> List.of(Scheme.LOCAL);
        case GLOBAL -> List.of(Scheme.GLOBAL);
        case LOCAL_GLOBAL -> List.of(Scheme.LOCAL, Scheme.GLOBAL);
      };
    }

    /** Whether frames are looked at one by one, each with a CLS token of its own. */
    boolean byFrame() {
      return this == SPATIAL || this == MIXING;
    }
  }

  /** How keys and values of global attention are pooled. */
  public enum PoolKind {
    CONV,
    DEPTHWISE,
    AVG
  }

  /**
   * What is classified: a class token (the mean over those of all frames, where each has its own),
   * token (0,0), the mean over tokens, or the mean over a frame of class tokens.
   */
  public enum Cls {
    TOKEN,
    NONE,
    MEAN,
    FRAME
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
    requireSizes(BLOCK, dim, depth, heads, mlpRatio);
    Require.belowOne(BLOCK + "stochastic-depth", stochasticDepth);
  }

  /**
   * Refuses impossible sizes of a transformer.
   *
   * @param block that they stand in, with a dot behind it
   */
  static void requireSizes(String block, int dim, int depth, int heads, int mlpRatio) {
    Require.within(block + "dim", dim, 1, 32_768);
    Require.within(block + "depth", depth, 1, 1024);
    Require.within(block + "heads", heads, 1, 32_768);
    Require.within(block + "mlp-ratio", mlpRatio, 1, 64);
    Require.that(
        dim % heads == 0,
        block + "heads",
        heads,
        "must divide " + block + "dim = " + dim + "; legal: " + Divisors.of(dim));
  }
}
