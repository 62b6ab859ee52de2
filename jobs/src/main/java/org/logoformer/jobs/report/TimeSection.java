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
    List<EpochPoint> epochs = run.folds().stream().flatMap(f -> timed(f).stream()).toList();
    if (epochs.isEmpty()) {
      return;
    }
    RoundTimes times = sum(epochs);
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
    List<FoldRecord> folds = run.folds().stream().filter(f -> !timed(f).isEmpty()).toList();
    if (folds.size() > 1) {
      sheet.add(Html.card(sheet.table(byFold(folds))));
    }
    if (bytes.driver() > 0) {
      sheet.add(Html.card(sheet.table(traffic(bytes, rounds))));
    }
    if (dropped > 0) {
      sheet.note("Results of workers that were too slow to count: " + dropped + ".");
    }
  }

  private static List<EpochPoint> timed(FoldRecord fold) {
    return fold.epochs().stream().filter(e -> e.times().total() > 0).toList();
  }

  private static RoundTimes sum(List<EpochPoint> epochs) {
    return epochs.stream().map(EpochPoint::times).reduce(RoundTimes.ZERO, RoundTimes::plus);
  }

  /** A row per fold, with the parts that the picture of all folds has. */
  private static Table byFold(List<FoldRecord> folds) {
    List<List<Cell>> rows = new ArrayList<>();
    for (FoldRecord fold : folds) {
      RoundTimes times = sum(timed(fold));
      rows.add(
          List.of(
              Cell.of(fold.name()),
              Cell.number("%,.1f", times.total() / NANOS),
              share(times.share(Phase.COMPUTE)),
              share(times.share(Phase.DATA)),
              share(averaging(times)),
              share(times.share(Phase.STRAGGLERS)),
              share(times.share(Phase.CHECKPOINT))));
    }
    List<String> head =
        List.of(
            "Fold",
            "s",
            "Computing, %",
            "Waiting for data, %",
            "Averaging, %",
            "Stragglers, %",
            "Checkpoints, %");
    return new Table("time-of-folds", head, rows);
  }

  private static Cell share(double share) {
    return Cell.number("%.1f", 100 * share);
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
