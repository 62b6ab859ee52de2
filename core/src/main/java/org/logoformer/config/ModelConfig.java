package org.logoformer.config;

/**
 * Block {@code model}: the network.
 *
 * @param name which kind of network
 * @param preset a named set of defaults of that kind
 * @param classes C
 * @param frames F, frames sampled from a clip
 * @param size height and width of a frame, pixels
 * @param network block {@code model.<name>}, of the kind's own type
 */
public record ModelConfig(
    String name,
    String preset,
    int classes,
    int frames,
    int size,
    Initial initial,
    Record network) {

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

  public ModelConfig {
    Require.within("model.classes", classes, 2, 100_000);
    Require.within("model.frames", frames, 1, 4096);
    Require.within("model.size", size, 16, 4096);
  }

  /** The block of the kind. */
  public <T extends Record> T network(Class<T> type) {
    return type.cast(network);
  }
}
