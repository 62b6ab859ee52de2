package org.logoformer.jobs.bench.measure;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints the lines of a measurement, each at once and with numbers as in English. */
public record Console(PrintWriter out) {
  /** Prints a line; {@code format} as in {@link String#format}. */
  public void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}
