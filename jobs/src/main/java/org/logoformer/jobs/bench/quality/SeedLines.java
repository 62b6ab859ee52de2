package org.logoformer.jobs.bench.quality;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.math3.stat.StatUtils;
import org.logoformer.jobs.bench.measure.Console;

/** What {@code logo bench seeds} prints, and reads again from its own processes. */
final class SeedLines {
  private static final Pattern LINE =
      Pattern.compile("seed \\d+ \\S+ uar=(\\S+) shuffled=(\\S+) seconds=(\\S+)");
  private static final String DIVERGED = "diverged";

  private SeedLines() {}

  /** A training has ended; the line of all of them comes at the end, in order. */
  static synchronized void progress(Training training, Figures figures, Console console) {
    console.line(
        "ended: seed=%d uar=%s s=%.0f", training.seed(), text(figures.pooled()), figures.seconds());
  }

  /**
   * The line of a training.
   *
   * @param computer what computed it
   */
  static String line(long seed, String computer, Figures figures) {
    return String.format(
        Locale.ROOT,
        "seed %d %s uar=%s shuffled=%s seconds=%.0f",
        seed,
        computer.replace(' ', '-'),
        text(figures.pooled()),
        text(figures.shuffled()),
        figures.seconds());
  }

  /** What a line tells; nothing if it is another line. */
  static Optional<Figures> parsed(String line) {
    Matcher match = LINE.matcher(line);
    if (!match.matches()) {
      return Optional.empty();
    }
    double seconds = Double.parseDouble(match.group(3));
    if (match.group(1).equals(DIVERGED)) {
      return Optional.of(Figures.diverged(seconds));
    }
    double uar = Double.parseDouble(match.group(1));
    double shuffled = Double.parseDouble(match.group(2));
    return Optional.of(new Figures(uar, uar, shuffled, Double.NaN, seconds, Double.NaN));
  }

  /** The last line; without one if nothing was trained. A training that diverged has UAR 0. */
  static Optional<String> summary(Collection<Figures> figures) {
    if (figures.isEmpty()) {
      return Optional.empty();
    }
    double[] uars = figures.stream().mapToDouble(f -> f.isDiverged() ? 0 : f.pooled()).toArray();
    double[] drops = figures.stream().mapToDouble(f -> f.isDiverged() ? 0 : f.drop()).toArray();
    return Optional.of(
        String.format(
            Locale.ROOT,
            "seeds runs=%d uar-min=%.4f drop-min=%.4f uar-median=%.4f",
            uars.length,
            StatUtils.min(uars),
            StatUtils.min(drops),
            StatUtils.percentile(uars, 50)));
  }

  private static String text(double uar) {
    return Double.isNaN(uar) ? DIVERGED : String.format(Locale.ROOT, "%.4f", uar);
  }
}
