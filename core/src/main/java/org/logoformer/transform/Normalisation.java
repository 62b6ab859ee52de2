package org.logoformer.transform;

import java.util.List;

/**
 * From a sample 0..255 to the network's number: (v / 255 - mean) / std, per channel.
 *
 * @param mean of red, green, blue, on the scale 0..1
 * @param std of red, green, blue, positive
 */
public record Normalisation(List<Double> mean, List<Double> std) {
  /** Only the division by 255. */
  public static final Normalisation NONE =
      new Normalisation(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

  /**
   * @throws IllegalArgumentException unless there are three of each and the std are positive
   */
  public Normalisation {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.size() != 3 || std.size() != 3) {
      throw new IllegalArgumentException("three channels, but mean " + mean + " and std " + std);
    }
    if (!std.stream().allMatch(s -> s > 0)) {
      throw new IllegalArgumentException("std must be positive, is " + std);
    }
  }

  /** The 256 results of a channel. */
  float[] table(int channel) {
    float[] table = new float[256];
    for (int v = 0; v < table.length; v++) {
      table[v] = (float) ((v / 255.0 - mean.get(channel)) / std.get(channel));
    }
    return table;
  }
}
