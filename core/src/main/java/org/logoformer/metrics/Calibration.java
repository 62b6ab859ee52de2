package org.logoformer.metrics;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far probabilities can be believed: the confidence of a prediction is the probability of the
 * class it names, and {@link #BINS} equal ranges of it, (0, 1/15], (1/15, 2/15] and so on, are held
 * against the share of right predictions in each (Guo et al., "On calibration of modern neural
 * networks", ICML 2017).
 *
 * @param bins {@link #BINS} of them; empty ones too
 */
public record Calibration(List<Bin> bins) {
  /** Ranges of confidence. */
  public static final int BINS = 15;

  /** Of predictions whose probabilities nobody knows. */
  public static final Calibration UNKNOWN = new Calibration(Collections.nCopies(BINS, Bin.EMPTY));

  /**
   * Clips whose confidence lies in one range.
   *
   * @param clips how many
   * @param right how many of them are predicted right
   * @param confidence mean; NaN without clips
   */
  public record Bin(long clips, long right, double confidence) {
    static final Bin EMPTY = new Bin(0, 0, Double.NaN);

    /** Share of right predictions; NaN without clips. */
    public double accuracy() {
      return right / (double) clips;
    }

    private Bin plus(Bin other) {
      if (clips == 0 || other.clips == 0) {
        return clips == 0 ? other : this;
      }
      long all = clips + other.clips;
      return new Bin(
          all, right + other.right, (clips * confidence + other.clips * other.confidence) / all);
    }
  }

  /**
   * Checks the number of bins.
   *
   * @throws IllegalArgumentException if there are fewer or more
   */
  public Calibration {
    bins = List.copyOf(bins);
    if (bins.size() != BINS) {
      throw new IllegalArgumentException(bins.size() + " bins in place of " + BINS);
    }
  }

  /**
   * The calibration of some predictions, the same in any order of them.
   *
   * @param confidences 0 to 1
   * @param right whether each is right, in the same order
   */
  public static Calibration of(double[] confidences, boolean[] right) {
    Integer[] order = IntStream.range(0, confidences.length).boxed().toArray(Integer[]::new);
    // Sums of doubles hang on the order.
    Arrays.sort(order, (a, b) -> Double.compare(confidences[a], confidences[b]));
    long[] clips = new long[BINS];
    long[] hits = new long[BINS];
    double[] sums = new double[BINS];
    for (int i : order) {
      int bin = Math.min(BINS - 1, Math.max(0, (int) Math.ceil(confidences[i] * BINS) - 1));
      clips[bin]++;
      hits[bin] += right[i] ? 1 : 0;
      sums[bin] += confidences[i];
    }
    return new Calibration(
        IntStream.range(0, BINS)
            .mapToObj(b -> new Bin(clips[b], hits[b], sums[b] / clips[b]))
            .toList());
  }

  /** The calibration of the clips of both. */
  public Calibration plus(Calibration other) {
    return new Calibration(
        IntStream.range(0, BINS).mapToObj(b -> bins.get(b).plus(other.bins.get(b))).toList());
  }

  /** Clips whose probabilities are known. */
  public long clips() {
    return bins.stream().mapToLong(Bin::clips).sum();
  }

  /**
   * Expected calibration error: the mean over the clips of the distance between confidence and
   * accuracy of their bin; NaN without clips.
   */
  public double error() {
    double sum = 0;
    for (Bin bin : bins) {
      if (bin.clips() > 0) {
        sum += bin.clips() * Math.abs(bin.accuracy() - bin.confidence());
      }
    }
    return sum / clips();
  }
}
