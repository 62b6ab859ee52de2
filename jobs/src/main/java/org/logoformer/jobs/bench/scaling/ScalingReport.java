package org.logoformer.jobs.bench.scaling;

import java.util.List;
import java.util.Locale;
import org.logoformer.jobs.bench.measure.Blocks;
import org.logoformer.jobs.bench.table.Section;

/** The tables of {@code bench scaling}. */
final class ScalingReport {
  private ScalingReport() {}

  /**
   * @param samples of all numbers of workers; the model is fitted to those of 1 and 2
   * @param network links of the cluster whose efficiency is predicted, Gbit/s
   */
  static List<Section> sections(List<Sample> samples, Machines.Shared machine, double network) {
    List<Sample> measured = samples.stream().filter(s -> s.workers() <= 2).toList();
    CostModel model = Fit.of(measured, machine);
    ScalingTables tables =
        new ScalingTables(samples, model, measured.get(0).volume(), machine, count -> count <= 2);
    return List.of(
        new Section("Cost model", "Fitted to W = 1 and 2.", tables.coefficients()),
        new Section("Rounds, measured / model", errors(tables), tables.rounds()),
        new Section(
            String.format(
                Locale.ROOT,
                "Predicted efficiency, %%, with a core per worker and links of %.1f Gbit/s",
                network),
            "Clips per second as a share of W times those of one worker that never averages."
                + " Assumes equal machines, the broadcast as Spark's torrent, the reduction sliced"
                + " over the workers, and a driver that starts 2 W tasks a round one by one.",
            tables.efficiency(new Machines.Separate(network * 1e9 / Byte.SIZE))));
  }

  private static String errors(ScalingTables tables) {
    List<Double> errors = tables.errors();
    return errors.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "Error of the predicted lines: median %.1f %%, worst %.1f %%.",
            100 * Blocks.median(errors),
            100 * errors.get(errors.size() - 1));
  }
}
