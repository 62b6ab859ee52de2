package org.logoformer.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  /** HTML of the section; empty if the log says nothing about it. */
  static String html(RunRecord run, List<String> pictures) {
    List<EpochPoint> epochs =
        run.folds().stream()
            .flatMap(f -> f.epochs().stream())
            .filter(e -> e.times().total() > 0)
            .toList();
    if (epochs.isEmpty()) {
      return "";
    }
    RoundTimes times =
        epochs.stream().map(EpochPoint::times).reduce(RoundTimes.ZERO, RoundTimes::plus);
    RoundBytes bytes =
        epochs.stream().map(EpochPoint::bytes).reduce(RoundBytes.ZERO, RoundBytes::plus);
    int rounds = epochs.stream().mapToInt(EpochPoint::rounds).sum();
    int dropped = epochs.stream().mapToInt(EpochPoint::dropped).sum();
    StringBuilder out = new StringBuilder("<h2>Where the time went</h2>\n");
    out.append(Html.card(bar(times)));
    out.append("<div class=\"pair\">").append(Html.card(table(times, rounds)));
    pictures.forEach(out::append);
    out.append("</div>\n");
    if (bytes.driver() > 0) {
      out.append(Html.card(traffic(bytes, rounds)));
    }
    if (dropped > 0) {
      out.append("<p class=\"note\">Results of workers that were too slow to count: ");
      out.append(dropped).append(".</p>\n");
    }
    return out.toString();
  }

  /** Share of averaging in the time of an epoch: what lies between two rounds of computing. */
  static double averaging(RoundTimes times) {
    return times.share(Phase.BROADCAST, Phase.SCHEDULING, Phase.REDUCE, Phase.APPLY);
  }

  private static String bar(RoundTimes times) {
    StringBuilder bar =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "<h3>%,.0f s in training epochs</h3><div class=\"split\">",
                times.total() / NANOS));
    StringBuilder key = new StringBuilder("</div>");
    part(bar, key, "compute", "computing", times.share(Phase.COMPUTE));
    part(bar, key, "wait", "waiting for data", times.share(Phase.DATA));
    part(bar, key, "average", "averaging", averaging(times));
    part(bar, key, "straggle", "stragglers", times.share(Phase.STRAGGLERS));
    part(bar, key, "save", "checkpoints", times.share(Phase.CHECKPOINT));
    return bar.append(key).toString();
  }

  private static void part(
      StringBuilder bar, StringBuilder key, String style, String name, double share) {
    bar.append(
        String.format(
            Locale.ROOT, "<i class=\"%s\" style=\"width:%.2f%%\"></i>", style, 100 * share));
    key.append(
        String.format(
            Locale.ROOT,
            "<span class=\"key\"><i class=\"%s\"></i>%s %.1f%%</span>",
            style,
            name,
            100 * share));
  }

  private static String table(RoundTimes times, int rounds) {
    List<List<String>> rows = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      rows.add(
          List.of(
              NAMES.get(phase),
              number("%,.1f", times.of(phase) / NANOS),
              number("%.1f", 100 * times.share(phase)),
              number("%,.0f", times.of(phase) / 1e6 / Math.max(1, rounds))));
    }
    return Html.table(List.of("Phase of a round", "s", "%", "ms a round"), rows);
  }

  private static String traffic(RoundBytes bytes, int rounds) {
    return Html.table(
        List.of("Traffic", "MB", "MB a round"),
        List.of(
            megabytes("state out of the driver, once to each executor", bytes.broadcast(), rounds),
            megabytes("results of the workers to the sums", bytes.shuffle(), rounds),
            megabytes("sums to the driver", bytes.driver(), rounds)));
  }

  private static List<String> megabytes(String name, long bytes, int rounds) {
    return List.of(
        name,
        number("%,.1f", bytes / MEGABYTE),
        number("%,.3f", bytes / MEGABYTE / Math.max(1, rounds)));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
