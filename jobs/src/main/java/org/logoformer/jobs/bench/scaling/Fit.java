package org.logoformer.jobs.bench.scaling;

import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The coefficients of a {@link CostModel} from measured rounds on one machine, phase by phase: each
 * phase is a line in W or in H, and its least squares have a closed form. With two W and two H the
 * lines go through the measured values.
 */
public final class Fit {
  private final List<Sample> samples;
  private final Machines.Shared machine;

  private Fit(List<Sample> samples, Machines.Shared machine) {
    this.samples = samples;
    this.machine = machine;
  }

  /**
   * The model of these samples. Coefficients that come out below 0, which they cannot be, are 0.
   *
   * @param samples each combination of at least two W and two H, with no more workers than {@code
   *     machine} has cores, so that none shares a core
   */
  public static CostModel of(List<Sample> samples, Machines.Shared machine) {
    require(samples, machine);
    return new Fit(samples, machine).model();
  }

  private static void require(List<Sample> samples, Machines.Shared machine) {
    if (samples.stream().map(Sample::workers).distinct().count() < 2
        || samples.stream().map(Sample::steps).distinct().count() < 2) {
      throw new IllegalArgumentException("A fit needs two numbers of workers and two of steps");
    }
    for (Sample sample : samples) {
      if (machine.share(sample.workers()) > 1) {
        throw new IllegalArgumentException(
            "%d workers share %d cores: fit to samples in which each worker has one"
                .formatted(sample.workers(), machine.cores()));
      }
    }
  }

  private CostModel model() {
    double contention = contention();
    Line training =
        Line.through(
            samples, Sample::steps, s -> s.cost().training() / (1 + contention * others(s)));
    double perWorker =
        Math.max(0, Line.through(samples, Sample::workers, s -> s.cost().latency()).slope());
    return new CostModel(
        Math.max(0, training.slope()),
        Math.max(0, training.intercept()),
        contention,
        mean(samples, s -> s.cost().exchange() / s.volume().worker()),
        Math.max(0, mean(samples, s -> s.cost().latency() - perWorker * s.workers())),
        perWorker);
  }

  /** How the time of equal steps grows with the busy cores, mean over H. */
  private double contention() {
    TreeMap<Integer, List<Sample>> bySteps =
        samples.stream()
            .collect(Collectors.groupingBy(Sample::steps, TreeMap::new, Collectors.toList()));
    double growth =
        bySteps.values().stream()
            .map(same -> Line.through(same, this::others, s -> s.cost().training()))
            .mapToDouble(line -> line.slope() / line.intercept())
            .average()
            .orElseThrow();
    return Math.max(0, growth);
  }

  private int others(Sample sample) {
    return machine.busyCores(sample.workers()) - 1;
  }

  private static double mean(List<Sample> samples, ToDoubleFunction<Sample> value) {
    return samples.stream().mapToDouble(value).average().orElseThrow();
  }

  /** Least squares. */
  private record Line(double slope, double intercept) {
    static Line through(
        List<Sample> samples, ToDoubleFunction<Sample> place, ToDoubleFunction<Sample> value) {
      double x = mean(samples, place);
      double y = mean(samples, value);
      double spread = 0;
      double common = 0;
      for (Sample sample : samples) {
        double dx = place.applyAsDouble(sample) - x;
        spread += dx * dx;
        common += dx * (value.applyAsDouble(sample) - y);
      }
      double slope = common / spread;
      return new Line(slope, y - slope * x);
    }
  }
}
