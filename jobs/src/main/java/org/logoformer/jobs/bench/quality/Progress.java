package org.logoformer.jobs.bench.quality;

import java.util.Locale;
import org.logoformer.jobs.bench.measure.Console;

/** A line for each training that ends. Safe for use by several threads. */
final class Progress {
  private final Console console;
  private final int count;
  private int ended;

  /**
   * @param count trainings to come
   */
  Progress(Console console, int count) {
    this.console = console;
    this.count = count;
  }

  synchronized void print(Training training, Figures figures) {
    ended++;
    String outcome =
        figures.isDiverged()
            ? "diverged"
            : String.format(
                Locale.ROOT,
                "uar=%.4f recalibrated=%.4f shuffled=%.4f loss=%.4f",
                figures.pooled(),
                figures.recalibrated(),
                figures.shuffled(),
                figures.loss());
    console.line("%d/%d %s %s s=%.1f", ended, count, training, outcome, figures.seconds());
  }
}
