package org.logoformer.jobs.bench.scaling;

import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * The coefficients of a {@link CostModel} from measured rounds on one machine, phase by phase: each
 * phase is a line in W or in H, and its least squares have a closed form. With two W and two H the
 * lines go through the measured values.
 *
 * @param samples each combination of at least two W and two H, with no more workers than {@code
 *     machine} has cores, so that none shares a core
 */
public record Fit(List<Sample> samples, Machines.Shared machine) {
  public Fit {
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

  /** The fitted model. Coefficients that come out below 0, which they cannot be, are 0. */
  public CostModel model() {
    double contention = contention();
    SimpleRegression training =
        line(samples, Sample::steps, s -> s.cost().training() / (1 + contention * others(s)));
    double perWorker =
        Math.max(0, line(samples, Sample::workers, s -> s.cost().latency()).getSlope());
    return new CostModel(
        Math.max(0, training.getSlope()),
        Math.max(0, training.getIntercept()),
        contention,
        mean(s -> s.cost().exchange() / s.volume().worker()),
        Math.max(0, mean(s -> s.cost().latency() - perWorker * s.workers())),
        perWorker);
  }

  /** How the time of equal steps grows with the busy cores, mean over H. */
  private double contention() {
    TreeMap<Integer, List<Sample>> bySteps =
        samples.stream()
            .collect(Collectors.groupingBy(Sample::steps, TreeMap::new, Collectors.toList()));
    double growth =
        bySteps.values().stream()
            .map(same -> line(same, this::others, s -> s.cost().training()))
            .mapToDouble(line -> line.getSlope() / line.getIntercept())
            .average()
            .orElseThrow();
    return Math.max(0, growth);
  }

  private int others(Sample sample) {
    return machine.busyCores(sample.workers()) - 1;
  }

  private double mean(ToDoubleFunction<Sample> value) {
    return samples.stream().mapToDouble(value).average().orElseThrow();
  }

  /** Least squares. */
  private static SimpleRegression line(
      List<Sample> samples, ToDoubleFunction<Sample> place, ToDoubleFunction<Sample> value) {
    SimpleRegression line = new SimpleRegression();
    samples.forEach(s -> line.addData(place.applyAsDouble(s), value.applyAsDouble(s)));
    return line;
  }
}
