package org.logoformer.jobs.bench.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.logoformer.jobs.bench.table.Table;

/**
 * What was measured beside what the model says, and what it says about larger clusters.
 *
 * @param samples in the order in which they are shown
 * @param volume of a round
 * @param machine that they were measured on
 * @param fitted whether the model was fitted to rounds with this number of workers
 */
public record ScalingTables(
    List<Sample> samples,
    CostModel model,
    Volume volume,
    Machines machine,
    Predicate<Integer> fitted) {
  private static final List<Integer> CLUSTERS = List.of(8, 16, 32, 64, 128, 256);
  private static final List<Integer> FREQUENCIES = List.of(1, 2, 4, 8, 16, 32, 64);

  /** The coefficients. */
  public Table coefficients() {
    return new Table(
        List.of("coefficient", "value", "unit"),
        List.of(
            List.of("step", milliseconds(model.step()), "ms"),
            List.of("start of a round", milliseconds(model.start()), "ms"),
            List.of("contention", number("%.3f", model.contention()), "per busy core"),
            List.of("exchange", number("%.2f", 1e9 * model.perByte()), "ns per byte"),
            List.of("latency per round", milliseconds(model.perRound()), "ms"),
            List.of("latency per worker", milliseconds(model.perWorker()), "ms")));
  }

  /** A line for each sample: measured, its parts, predicted, error. */
  public Table rounds() {
    List<List<String>> rows = new ArrayList<>();
    for (Sample sample : samples) {
      RoundCost said = said(sample);
      RoundCost was = sample.cost();
      rows.add(
          List.of(
              Integer.toString(sample.workers()),
              Integer.toString(sample.steps()),
              milliseconds(was.training()) + " / " + milliseconds(said.training()),
              milliseconds(was.exchange()) + " / " + milliseconds(said.exchange()),
              milliseconds(was.latency()) + " / " + milliseconds(said.latency()),
              milliseconds(was.seconds()),
              milliseconds(said.seconds()),
              number("%+.1f", 100 * error(sample)),
              fitted.test(sample.workers()) ? "fitted" : "predicted"));
    }
    return new Table(
        List.of(
            "W",
            "H",
            "training, ms",
            "exchange, ms",
            "latency, ms",
            "measured, ms",
            "model, ms",
            "error, %",
            ""),
        rows);
  }

  /** Sizes of the errors of the predicted lines, as shares, in ascending order. */
  public List<Double> errors() {
    return samples.stream()
        .filter(s -> !fitted.test(s.workers()))
        .map(s -> Math.abs(error(s)))
        .sorted()
        .toList();
  }

  /** Predicted efficiency in percent on {@code cluster}: a row for each W, a column for each H. */
  public Table efficiency(Machines cluster) {
    List<String> head = new ArrayList<>(List.of("W"));
    FREQUENCIES.forEach(steps -> head.add("H=" + steps));
    List<List<String>> rows = new ArrayList<>();
    for (int workers : CLUSTERS) {
      List<String> row = new ArrayList<>(List.of(Integer.toString(workers)));
      for (int steps : FREQUENCIES) {
        row.add(number("%.1f", 100 * model.efficiency(workers, steps, volume, cluster)));
      }
      rows.add(row);
    }
    return new Table(head, rows);
  }

  private double error(Sample sample) {
    return said(sample).seconds() / sample.cost().seconds() - 1;
  }

  private RoundCost said(Sample sample) {
    return model.round(sample.workers(), sample.steps(), volume, machine);
  }

  private static String milliseconds(double seconds) {
    return number("%.1f", 1e3 * seconds);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
