package org.logoformer.train.state;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.train.state.FlatVector.Patch;

/**
 * BatchNorm statistics under averaging. The mean of variances would lose the spread between
 * workers, so mean and E[x^2] are pooled: with weights n_k, m = sum n_k m_k / N and v = sum n_k
 * (v_k + (m_k - m)^2) / N, which is E[x^2] - m^2 without its cancellation. What a loss keeps is not
 * among them: it has no variance, and the mean of the whole state is right for it.
 */
public final class Statistics {
  private final List<StatisticRange> ranges;
  private final List<StatisticRange> averaged;

  /** Statistics that lie at {@code ranges} of the flat parameters. */
  public Statistics(List<StatisticRange> ranges) {
    this.ranges = ranges.stream().filter(StatisticRange::isPooled).toList();
    this.averaged = ranges.stream().filter(range -> !range.isPooled()).toList();
  }

  /** The statistics alone: all means, then all variances. */
  public FlatVector gather(FlatVector parameters) {
    List<FlatVector> parts = new ArrayList<>();
    ranges.forEach(r -> parts.add(parameters.slice(r.mean(), r.mean() + r.length())));
    ranges.forEach(r -> parts.add(parameters.slice(r.variance(), r.variance() + r.length())));
    return FlatVector.join(parts);
  }

  /** {@code parameters} with other statistics, laid out as {@link #gather} does. */
  public FlatVector scatter(FlatVector parameters, FlatVector statistics) {
    List<Patch> patches = new ArrayList<>();
    int mean = 0;
    int variance = statistics.length() / 2;
    for (StatisticRange r : ranges) {
      patches.add(new Patch(r.mean(), statistics.slice(mean, mean + r.length())));
      patches.add(new Patch(r.variance(), statistics.slice(variance, variance + r.length())));
      mean += r.length();
      variance += r.length();
    }
    return parameters.patched(patches);
  }

  /**
   * {@code parameters} with what is only averaged taken from {@code mean}.
   *
   * @param mean as long as the parameters
   */
  public FlatVector withAveraged(FlatVector parameters, FlatVector mean) {
    return averaged.isEmpty()
        ? parameters
        : parameters.patched(
            averaged.stream()
                .map(r -> new Patch(r.mean(), mean.slice(r.mean(), r.mean() + r.length())))
                .toList());
  }

  /**
   * The statistics of all workers together.
   *
   * @param workers what {@link #gather} gave for each, in worker order
   */
  public static FlatVector pool(List<Contribution> workers) {
    List<Contribution> counted = workers.stream().filter(w -> w.examples() > 0).toList();
    if (counted.size() == 1) {
      return counted.get(0).values();
    }
    double[] pooled = Reduction.sums(counted);
    long examples = counted.stream().mapToLong(Contribution::examples).sum();
    for (int i = 0; i < pooled.length; i++) {
      pooled[i] /= examples;
    }
    int channels = pooled.length / 2;
    for (int c = 0; c < channels; c++) {
      double spread = 0;
      for (Contribution worker : counted) {
        double distance = worker.values().at(c) - pooled[c];
        spread += worker.examples() * distance * distance;
      }
      pooled[channels + c] += spread / examples;
    }
    return FlatVector.fill(counted.get(0).values().type(), pooled);
  }
}
