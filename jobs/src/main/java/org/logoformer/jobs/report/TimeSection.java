package org.logoformer.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.logoformer.jobs.page.Cell;
import org.logoformer.jobs.page.Html;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.page.Table;
import org.logoformer.train.metrics.EpochPoint;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundBytes;
import org.logoformer.train.round.RoundTimes;

/** Where the time of training went, and what it moved; all folds together. */
final class TimeSection {
  private static final double NANOS = 1e9;
  private static final double MEGABYTE = 1e6;

  /** What each phase is called, in the order of a round. */
  private static final Map<Phase, String> NAMES =
      Map.of(
          Phase.BROADCAST, "sending the state",
          Phase.DATA, "waiting for data",
          Phase.COMPUTE, "computing",
          Phase.STRAGGLERS, "waiting for the slowest worker",
          Phase.SCHEDULING, "starting tasks",
          Phase.REDUCE, "summing the results",
          Phase.APPLY, "next state on the driver",
          Phase.CHECKPOINT, "checkpoints");

  private TimeSection() {}

  /** Adds the section, if the log says anything about it. */
  static void add(Sheet sheet, RunRecord run) {
    List<EpochPoint> epochs =
        run.folds().stream()
            .flatMap(f -> f.epochs().stream())
            .filter(e -> e.times().total() > 0)
            .toList();
    if (epochs.isEmpty()) {
      return;
    }
    RoundTimes times =
        epochs.stream().map(EpochPoint::times).reduce(RoundTimes.ZERO, RoundTimes::plus);
    RoundBytes bytes =
        epochs.stream().map(EpochPoint::bytes).reduce(RoundBytes.ZERO, RoundBytes::plus);
    int rounds = epochs.stream().mapToInt(EpochPoint::rounds).sum();
    int dropped = epochs.stream().mapToInt(EpochPoint::dropped).sum();
    sheet.heading("Where the time went");
    sheet.pair(
        sheet.picture("time", f -> RunPictures.split(f, times)),
        Html.card(sheet.table(table(times, rounds))));
    sheet.note(
        String.format(
            Locale.ROOT, "%,.0f s in training epochs, without tests.", times.total() / NANOS));
    if (bytes.driver() > 0) {
      sheet.add(Html.card(sheet.table(traffic(bytes, rounds))));
    }
    if (dropped > 0) {
      sheet.note("Results of workers that were too slow to count: " + dropped + ".");
    }
  }

  /** Share of averaging in the time of an epoch: what lies between two rounds of computing. */
  static double averaging(RoundTimes times) {
    return times.share(Phase.BROADCAST, Phase.SCHEDULING, Phase.REDUCE, Phase.APPLY);
  }

  private static Table table(RoundTimes times, int rounds) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      rows.add(
          List.of(
              Cell.of(NAMES.get(phase)),
              Cell.number("%,.1f", times.of(phase) / NANOS),
              Cell.number("%.1f", 100 * times.share(phase)),
              Cell.number("%,.0f", times.of(phase) / 1e6 / Math.max(1, rounds))));
    }
    return new Table("time", List.of("Phase of a round", "s", "%", "ms a round"), rows);
  }

  private static Table traffic(RoundBytes bytes, int rounds) {
    return new Table(
        "traffic",
        List.of("Traffic", "MB", "MB a round"),
        List.of(
            megabytes("state out of the driver, once to each executor", bytes.broadcast(), rounds),
            megabytes("results of the workers to the sums", bytes.shuffle(), rounds),
            megabytes("sums to the driver", bytes.driver(), rounds)));
  }

  private static List<Cell> megabytes(String name, long bytes, int rounds) {
    return List.of(
        Cell.of(name),
        Cell.number("%,.1f", bytes / MEGABYTE),
        Cell.number("%,.3f", bytes / MEGABYTE / Math.max(1, rounds)));
  }
}
