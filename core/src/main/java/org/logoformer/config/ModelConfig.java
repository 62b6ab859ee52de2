package org.logoformer.config;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.logoformer.error.ConfigException;

/**
 * Block {@code model}: the network.
 *
 * @param frames F, frames sampled from a clip
 * @param size height and width of a frame, pixels
 * @param dim d, width of the transformer
 * @param mlpRatio hidden width of the MLP over d
 * @param window of local attention; divides the token grid
 */
public record ModelConfig(
    Preset preset,
    int classes,
    int frames,
    int size,
    Backbone backbone,
    int dim,
    int depth,
    int heads,
    int mlpRatio,
    WindowSize window,
    Pool pool,
    Cls cls,
    Dropout dropout,
    double stochasticDepth,
    Initial initial) {

  private static final int MOST_TOKENS = 65_536;

  /** A named set of defaults. */
  public enum Preset {
    PAPER,
    AUTHOR,
    TINY,
    QUICKSTART
  }

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
   * @param width channels of the first ResNet18 stage
   */
  public record Backbone(int width) {
    public Backbone {
      Require.within("model.backbone.width", width, 1, 4096);
    }
  }

  /**
   * What stands between the stream and the keys and values of global attention.
   *
   * @param window kernel and stride; in a file also {@code window}, for the local window's size
   */
  public record Pool(PoolKind kind, WindowSize window) {}

  /** How wide the first values of linear weights and of the pooling convolution spread. */
  public enum Spread {
    /** Deviation 1/sqrt(inputs of an output): what comes out is as large as what goes in. */
    FAN_IN,
    /** Deviation 0.02 whatever the width, as vision transformers of width 768 start. */
    FIXED
  }

  /**
   * What a network starts from that no file gives.
   *
   * @param positions deviation of the CLS token and of the spatial and temporal positions
   */
  public record Initial(Spread weights, double positions) {
    public Initial {
      Require.atLeast("model.initial.positions", positions, 0.0);
    }
  }

  /** Probabilities of dropping an element. */
  public record Dropout(double attention, double projection, double mlp) {
    public Dropout {
      Require.belowOne("model.dropout.attention", attention);
      Require.belowOne("model.dropout.projection", projection);
      Require.belowOne("model.dropout.mlp", mlp);
    }
  }

  public ModelConfig {
    Require.within("model.classes", classes, 2, 100_000);
    Require.within("model.frames", frames, 1, 4096);
    Require.within("model.size", size, 16, 4096);
    Require.within("model.dim", dim, 1, 32_768);
    Require.within("model.depth", depth, 1, 1024);
    Require.within("model.heads", heads, 1, 32_768);
    Require.within("model.mlp-ratio", mlpRatio, 1, 64);
    int tokens = frames * featureSize(size) * featureSize(size);
    Require.that(
        tokens <= MOST_TOKENS,
        "model.frames",
        frames,
        "with model.size = %d a clip has %d tokens, and attention over more than %d fits into no memory"
            .formatted(size, tokens, MOST_TOKENS));
    Require.belowOne("model.stochastic-depth", stochasticDepth);
    Require.that(
        dim % heads == 0,
        "model.heads",
        heads,
        "must divide model.dim = " + dim + "; legal: " + divisors(dim));
    requireTiling("model.window", window, frames, featureSize(size));
    requireTiling("model.pool.window", pool.window(), frames, featureSize(size));
  }

  /** Height and width H = W of the feature map: four strides of 2, each rounding up. */
  public int featureSize() {
    return featureSize(size);
  }

  /** Tokens of a clip without CLS: F, H and W. */
  public WindowSize grid() {
    return new WindowSize(frames, featureSize(), featureSize());
  }

  private static int featureSize(int size) {
    return (size + 15) / 16;
  }

  private static void requireTiling(String key, WindowSize window, int frames, int map) {
    WindowSize grid = new WindowSize(frames, map, map);
    if (!window.divides(grid)) {
      throw new ConfigException(
          ("%s = %s does not tile the token grid of %d frames x %d rows x %d columns: legal are"
                  + " %s frames, %s rows and %s columns")
              .formatted(
                  key, window, frames, map, map, divisors(frames), divisors(map), divisors(map)));
    }
  }

  private static String divisors(int n) {
    return IntStream.rangeClosed(1, n)
        .filter(i -> n % i == 0)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", "));
  }
}
