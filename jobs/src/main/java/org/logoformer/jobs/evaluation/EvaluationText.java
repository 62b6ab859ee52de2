package org.logoformer.jobs.evaluation;

import java.io.PrintWriter;
import java.util.Locale;
import org.logoformer.jobs.run.Evaluation;

/** An evaluation as text for a terminal: recalls beside the confusion matrix, then the scenes. */
final class EvaluationText {
  private EvaluationText() {}

  static void print(Evaluation evaluation, PrintWriter out) {
    int classes = evaluation.classes().size();
    StringBuilder head = new StringBuilder(row("label", "clips", "recall"));
    for (int c = 0; c < classes; c++) {
      head.append(cell(shortened(evaluation.classes().get(c))));
    }
    out.println(head.append("  <- predicted"));
    long[][] counts = evaluation.counts();
    for (int c = 0; c < classes; c++) {
      StringBuilder line =
          new StringBuilder(
              row(
                  evaluation.classes().get(c),
                  Long.toString(evaluation.clips(c)),
                  percent(evaluation.recall(c))));
      for (long count : counts[c]) {
        line.append(cell(Long.toString(count)));
      }
      out.println(line);
    }
    if (!evaluation.scenes().isEmpty()) {
      out.println();
      out.println(row("scene", "clips", "UAR %") + cell("WAR %"));
      for (Evaluation.Scene scene : evaluation.scenes()) {
        out.println(
            row(scene.name(), Long.toString(scene.clips()), percent(scene.uar()))
                + cell(percent(scene.war())));
      }
    }
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

  private static String shortened(String name) {
    return name.length() <= 8 ? name : name.substring(0, 8);
  }
}
