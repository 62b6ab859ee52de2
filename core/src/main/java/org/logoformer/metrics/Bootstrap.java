package org.logoformer.metrics;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import org.logoformer.random.Keyed;

/**
 * Percentile intervals of figures over clips (Efron, "Bootstrap methods: another look at the
 * jackknife", 1979): as many clips as there are, drawn with replacement, again and again. What a
 * figure needs to know of a clip is its kind, such as (label, prediction), so the order of the
 * clips does not matter, and counts that were stored are as good as predictions.
 *
 * @param resamples how often all clips are drawn, at least 1; more make ends that move less
 * @param seed of the draws: equal seeds give equal intervals
 */
public record Bootstrap(int resamples, long seed) {
  /** Share of the resampled figures between the ends of an interval. */
  public static final double LEVEL = 0.95;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException without resamples
   */
  public Bootstrap {
    if (resamples < 1) {
      throw new IllegalArgumentException("resamples must be positive, is " + resamples);
    }
  }

  /**
   * An interval for each of some figures.
   *
   * @param kinds clips of each kind
   * @param figures of such counts, as many each time; those that are NaN do not count
   */
  public Interval[] intervals(long[] kinds, Function<long[], double[]> figures) {
    int figuresCount = figures.apply(kinds).length;
    Interval[] intervals = new Interval[figuresCount];
    Arrays.fill(intervals, Interval.UNKNOWN);
    int[] clips = clips(kinds);
    if (clips.length == 0) {
      return intervals;
    }
    double[][] drawn = new double[figuresCount][resamples];
    Keyed keyed = Keyed.of(seed, "bootstrap");
    for (int r = 0; r < resamples; r++) {
      long[] counts = new long[kinds.length];
      for (int i = 0; i < clips.length; i++) {
        counts[clips[keyed.nextInt(clips.length)]]++;
      }
      double[] values = figures.apply(counts);
      for (int f = 0; f < figuresCount; f++) {
        drawn[f][r] = values[f];
      }
    }
    Arrays.setAll(intervals, f -> interval(drawn[f]));
    return intervals;
  }

  /** Ends by linear interpolation between order statistics, NumPy's default. */
  private static Interval interval(double[] drawn) {
    int known = 0;
    for (double value : drawn) {
      if (!Double.isNaN(value)) {
        drawn[known++] = value;
      }
    }
    if (known == 0) {
      return Interval.UNKNOWN;
    }
    double[] values = Arrays.copyOf(drawn, known);
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
    percentile.setData(values);
    double tail = 50 * (1 - LEVEL);
    return new Interval(percentile.evaluate(tail), percentile.evaluate(100 - tail));
  }

  private static int[] clips(long[] kinds) {
    int[] clips = new int[Math.toIntExact(LongStream.of(kinds).sum())];
    int at = 0;
    for (int kind = 0; kind < kinds.length; kind++) {
      int end = at + Math.toIntExact(kinds[kind]);
      Arrays.fill(clips, at, end, kind);
      at = end;
    }
    return clips;
  }
}
