package org.logoformer.jobs.bench;

import java.io.PrintWriter;
import java.util.Locale;

/** What a bench tells: lines that are seen at once, with numbers as in English. */
record Console(PrintWriter out) {

  void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}
