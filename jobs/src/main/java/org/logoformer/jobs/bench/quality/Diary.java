package org.logoformer.jobs.bench.quality;

import java.io.PrintWriter;
import java.util.Locale;

/** A line for each training that ends. Safe for use by several threads. */
final class Diary {
  private final PrintWriter out;
  private final int count;
  private int told;

  /**
   * @param count trainings to come
   */
  Diary(PrintWriter out, int count) {
    this.out = out;
    this.count = count;
  }

  synchronized void tell(Training training, Figures figures) {
    told++;
    out.printf(
        Locale.ROOT,
        "%d/%d %s %s s=%.1f%n",
        told,
        count,
        training,
        figures.isDiverged()
            ? "diverged"
            : String.format(
                Locale.ROOT,
                "uar=%.4f recalibrated=%.4f shuffled=%.4f loss=%.4f",
                figures.pooled(),
                figures.recalibrated(),
                figures.shuffled(),
                figures.loss()),
        figures.seconds());
    out.flush();
  }
}
