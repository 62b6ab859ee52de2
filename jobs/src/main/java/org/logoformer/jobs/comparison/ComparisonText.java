package org.logoformer.jobs.comparison;

import java.io.PrintWriter;
import java.util.Locale;
import org.logoformer.metrics.ConfusionMatrix;
import org.logoformer.metrics.Interval;
import org.logoformer.metrics.McNemar;

/** A comparison as a table for a terminal, in percent and points, and a last line for programs. */
final class ComparisonText {
  private ComparisonText() {}

  static void print(Comparison comparison, PrintWriter out) {
    ConfusionMatrix first = comparison.counts().first();
    ConfusionMatrix second = comparison.counts().second();
    double[] differences = comparison.counts().differences();
    out.println("first:  " + comparison.names().get(0));
    out.println("second: " + comparison.names().get(1));
    out.println();
    out.printf(
        Locale.ROOT, "%-20s %7s %8s %8s %11s%n", "", "clips", "first", "second", "difference");
    row(out, "UAR %", first.clips(), first.uar(), second.uar(), comparison, 0);
    row(out, "WAR %", first.clips(), first.war(), second.war(), comparison, 1);
    for (int c = 0; c < comparison.classes().size(); c++) {
      String name = comparison.classes().get(c);
      row(out, name, first.clips(c), first.recall(c), second.recall(c), comparison, 2 + c);
    }
    out.println();
    McNemar test = comparison.counts().mcNemar();
    out.printf(
        Locale.ROOT,
        "Right in the first only: %d clips, in the second only: %d. McNemar's test, %s: p = %.4g%n",
        test.onlyFirst(),
        test.onlySecond(),
        test.isExact()
            ? "exact binomial"
            : String.format(
                Locale.ROOT, "chi-square %.3f with continuity correction", test.statistic()),
        test.p());
    Interval uar = comparison.intervals().get(0);
    out.printf(
        Locale.ROOT,
        "compare clips=%d uar=%.4f,%.4f war=%.4f,%.4f difference=%+.4f interval=%+.4f,%+.4f"
            + " p=%.4g%n",
        first.clips(),
        first.uar(),
        second.uar(),
        first.war(),
        second.war(),
        differences[0],
        uar.low(),
        uar.high(),
        test.p());
  }

  private static void row(
      PrintWriter out,
      String name,
      long clips,
      double first,
      double second,
      Comparison comparison,
      int at) {
    Interval interval = comparison.intervals().get(at);
    String difference = clips == 0 ? "-" : points(comparison.counts().differences()[at], interval);
    out.printf(
        Locale.ROOT,
        "%-20s %7d %8s %8s %s%n",
        name,
        clips,
        percent(first),
        percent(second),
        difference);
  }

  /** A difference of shares in points, and where it lies. */
  static String points(double difference, Interval interval) {
    return Double.isNaN(difference)
        ? "-"
        : String.format(
            Locale.ROOT,
            "%+11.2f [%+.2f, %+.2f]",
            100 * difference,
            100 * interval.low(),
            100 * interval.high());
  }

  static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.2f", 100 * share);
  }
}
