package org.logoformer.jobs.sweep;

import java.io.PrintWriter;
import java.io.Writer;

/** What one trial says, line by line, each with its name before it, among what others say. */
final class TrialLines extends Writer {
  private final String name;
  private final PrintWriter out;
  private final StringBuilder line = new StringBuilder();

  TrialLines(String name, PrintWriter out) {
    this.name = name;
    this.out = out;
  }

  @Override
  public void write(char[] text, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (text[i] == '\n') {
        out.println(name + "  " + line);
        line.setLength(0);
      } else if (text[i] != '\r') {
        line.append(text[i]);
      }
    }
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
