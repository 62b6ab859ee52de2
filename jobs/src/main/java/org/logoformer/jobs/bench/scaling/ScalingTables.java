package org.logoformer.jobs.bench.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.logoformer.jobs.bench.measure.Blocks;
import org.logoformer.jobs.bench.table.Section;
import org.logoformer.jobs.bench.table.Table;
import org.logoformer.jobs.bench.table.Table.Column;

/**
 * What was measured beside what the model says, and what it says about larger clusters.
 *
 * @param samples in the order in which they are shown
 * @param volume of a round
 * @param machine that they were measured on
 */
public record ScalingTables(
    List<Sample> samples, CostModel model, Volume volume, Machines machine) {
  /** The model is fitted to rounds with this many workers and fewer. */
  private static final int FITTED = 2;

  private static final List<Integer> CLUSTERS = List.of(8, 16, 32, 64, 128, 256);
  private static final List<Integer> FREQUENCIES = List.of(1, 2, 4, 8, 16, 32, 64);

  /** Of samples of all numbers of workers, 1 and 2 among them. */
  static ScalingTables of(List<Sample> samples, Machines.Shared machine) {
    List<Sample> fitted = samples.stream().filter(ScalingTables::isFitted).toList();
    return new ScalingTables(
        samples, new Fit(fitted, machine).model(), fitted.get(0).volume(), machine);
  }

  private static boolean isFitted(Sample sample) {
    return sample.workers() <= FITTED;
  }

  /**
   * All tables.
   *
   * @param network links of the cluster whose efficiency is predicted, Gbit/s
   */
  List<Section> sections(double network) {
    return List.of(
        new Section("Cost model", "Fitted to W = 1 and 2.", coefficients()),
        new Section("Rounds, measured / model", largestErrors(), rounds()),
        new Section(
            number(
                "Predicted efficiency, %%, with a core per worker and links of %.1f Gbit/s",
                network),
            "Clips per second as a share of W times those of one worker that never averages."
                + " Assumes equal machines, the broadcast as Spark's torrent, the reduction sliced"
                + " over the workers, and a driver that starts 2 W tasks a round one by one.",
            efficiency(new Machines.Separate(network * 1e9 / Byte.SIZE))));
  }

  private String largestErrors() {
    List<Double> errors = errors();
    return errors.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "Error of the predicted lines: median %.1f %%, worst %.1f %%.",
            100 * Blocks.median(errors),
            100 * errors.get(errors.size() - 1));
  }

  /** The coefficients. */
  Table coefficients() {
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
  Table rounds() {
    return Table.of(
        samples,
        List.of(
            new Column<>("W", s -> Integer.toString(s.workers())),
            new Column<>("H", s -> Integer.toString(s.steps())),
            new Column<>("training, ms", s -> both(s, RoundCost::training)),
            new Column<>("exchange, ms", s -> both(s, RoundCost::exchange)),
            new Column<>("latency, ms", s -> both(s, RoundCost::latency)),
            new Column<>("measured, ms", s -> milliseconds(s.cost().seconds())),
            new Column<>("model, ms", s -> milliseconds(predicted(s).seconds())),
            new Column<>("error, %", s -> number("%+.1f", 100 * error(s))),
            new Column<>("", s -> isFitted(s) ? "fitted" : "predicted")));
  }

  /** Measured and predicted. */
  private String both(Sample sample, ToDoubleFunction<RoundCost> part) {
    return milliseconds(part.applyAsDouble(sample.cost()))
        + " / "
        + milliseconds(part.applyAsDouble(predicted(sample)));
  }

  /** Sizes of the errors of the predicted lines, as shares, in ascending order. */
  List<Double> errors() {
    return samples.stream()
        .filter(s -> !isFitted(s))
        .map(s -> Math.abs(error(s)))
        .sorted()
        .toList();
  }

  /** Predicted efficiency in percent on {@code cluster}: a row for each W, a column for each H. */
  Table efficiency(Machines cluster) {
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
    return predicted(sample).seconds() / sample.cost().seconds() - 1;
  }

  private RoundCost predicted(Sample sample) {
    return model.round(sample.workers(), sample.steps(), volume, machine);
  }

  private static String milliseconds(double seconds) {
    return number("%.1f", 1e3 * seconds);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
