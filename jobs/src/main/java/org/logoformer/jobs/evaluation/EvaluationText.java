package org.logoformer.jobs.evaluation;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.RunMetrics;
import org.logoformer.metrics.ConfusionMatrix;
import org.logoformer.metrics.Interval;
import org.logoformer.metrics.Intervals;

/** An evaluation as text for a terminal: a line per class, the figures, the scenes, the folds. */
final class EvaluationText {
  /** Of the columns of classes, in characters. */
  private static final int NARROWEST = 8;

  private static final int WIDEST = 16;

  private EvaluationText() {}

  static void print(Evaluation evaluation, PrintWriter out) {
    classes(evaluation, out);
    figures(evaluation, out);
    groups("scene", evaluation.byScene(), out);
    if (evaluation.byFold().size() > 1) {
      groups("fold", evaluation.byFold(), out);
    }
  }

  /** Recall, precision and F1 beside the confusion matrix. */
  private static void classes(Evaluation evaluation, PrintWriter out) {
    int classes = evaluation.classes().size();
    StringBuilder head =
        new StringBuilder(row("label", "clips", "recall") + cell("precis.") + cell("F1"));
    for (int c = 0; c < classes; c++) {
      head.append(column(evaluation.classes().get(c), evaluation.classes()));
    }
    out.println(head.append("  <- predicted"));
    ConfusionMatrix matrix = evaluation.matrix();
    long[][] counts = matrix.counts();
    for (int c = 0; c < classes; c++) {
      StringBuilder line =
          new StringBuilder(
              row(
                  evaluation.classes().get(c),
                  Long.toString(matrix.clips(c)),
                  percent(matrix.recall(c))));
      line.append(cell(percent(matrix.precision(c)))).append(cell(percent(matrix.f1(c))));
      for (long count : counts[c]) {
        line.append(column(Long.toString(count), evaluation.classes()));
      }
      out.println(line);
    }
  }

  private static void figures(Evaluation evaluation, PrintWriter out) {
    ConfusionMatrix matrix = evaluation.matrix();
    Optional<Intervals> intervals = evaluation.intervals();
    out.printf(
        Locale.ROOT,
        "%nUAR %s %%  WAR %s %%  macro F1 %s %%%s%n",
        figure(matrix.uar(), intervals.map(Intervals::uar)),
        figure(matrix.war(), intervals.map(Intervals::war)),
        figure(matrix.macroF1(), intervals.map(Intervals::macroF1)),
        evaluation.calibration().clips() > 0
            ? "  calibration error " + percent(evaluation.calibration().error()) + " %"
            : "");
  }

  private static String figure(double value, Optional<Interval> interval) {
    return percent(value)
        + interval.map(i -> " [%s, %s]".formatted(percent(i.low()), percent(i.high()))).orElse("");
  }

  private static void groups(String kind, Map<?, ConfusionMatrix> groups, PrintWriter out) {
    if (groups.isEmpty()) {
      return;
    }
    out.println();
    out.println(row(kind, "clips", "UAR %") + cell("WAR %") + cell("F1 %"));
    groups.forEach(
        (name, matrix) ->
            out.println(
                row(name.toString(), Long.toString(matrix.clips()), percent(matrix.uar()))
                    + cell(percent(matrix.war()))
                    + cell(percent(matrix.macroF1()))));
  }

  /**
   * Recall of every class as published tables have it: a line per fold, their mean, and the clips
   * of all folds counted together.
   */
  static void folds(Map<Integer, Evaluation> folds, RunMetrics means, PrintWriter out) {
    StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%n%-20s", "recall, %"));
    List<String> classes = folds.values().iterator().next().classes();
    classes.forEach(name -> head.append(column(name, classes)));
    out.println(head.append(cell("UAR")).append(cell("WAR")));
    folds.forEach((fold, test) -> out.println(recalls("fold " + fold, test)));
    StringBuilder mean = new StringBuilder(String.format(Locale.ROOT, "%-20s", "mean"));
    for (int c = 0; c < classes.size(); c++) {
      int label = c;
      double recall =
          folds.values().stream()
              .mapToDouble(test -> test.recall(label))
              .filter(value -> !Double.isNaN(value))
              .average()
              .orElse(Double.NaN);
      mean.append(column(percent(recall), classes));
    }
    mean.append(cell(percent(means.uar().mean()))).append(cell(percent(means.war().mean())));
    out.println(mean);
    means.pooled().ifPresent(pooled -> out.println(recalls("all clips", pooled)));
  }

  private static String recalls(String name, Evaluation test) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-20s", name));
    for (int c = 0; c < test.classes().size(); c++) {
      line.append(column(percent(test.recall(c)), test.classes()));
    }
    return line + cell(percent(test.uar())) + cell(percent(test.war()));
  }

  /** UAR and WAR as shares with four decimals, for lines that programs read. */
  static String summary(Evaluation evaluation) {
    return String.format(
        Locale.ROOT,
        "clips=%d uar=%.4f war=%.4f",
        evaluation.clips(),
        evaluation.uar(),
        evaluation.war());
  }

  private static String row(String name, String clips, String recall) {
    return String.format(Locale.ROOT, "%-20s %7s %8s", name, clips, recall);
  }

  private static String cell(String text) {
    return String.format(Locale.ROOT, " %8s", text);
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.2f", 100 * share);
  }

  /** A cell below the name of a class: as wide as the longest name, within bounds. */
  private static String column(String text, List<String> classes) {
    int longest = classes.stream().mapToInt(String::length).max().orElse(0);
    int width = Math.min(WIDEST, Math.max(NARROWEST, longest));
    String shown = text.length() <= width ? text : text.substring(0, width);
    return " " + " ".repeat(width - shown.length()) + shown;
  }
}
