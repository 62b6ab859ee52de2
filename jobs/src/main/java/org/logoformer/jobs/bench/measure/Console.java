package org.logoformer.jobs.bench.measure;

import java.io.PrintWriter;
import java.util.Locale;

/** What a bench tells: lines that are seen at once, with numbers as in English. */
public record Console(PrintWriter out) {
  /** Prints a line; {@code format} as in {@link String#format}. */
  public void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}
