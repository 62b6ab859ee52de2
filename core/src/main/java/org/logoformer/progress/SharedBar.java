package org.logoformer.progress;

import java.io.PrintWriter;

/**
 * One bar for several things that are done side by side: at a terminal. What they say meanwhile
 * appears above it.
 */
public final class SharedBar implements AutoCloseable {
  /** Of a unit, so that the bar moves before a long one is done. */
  public static final int PARTS = 1000;

  private final Bar bar;
  private final PrintWriter lines;

  private SharedBar(Bar bar, PrintWriter lines) {
    this.bar = bar;
    this.lines = lines;
  }

  /**
   * A bar at 0.
   *
   * @param unit of what is done, in the plural
   * @param all how many units there are
   * @param out where lines appear
   */
  public static SharedBar of(String unit, long all, PrintWriter out) {
    return Bar.isOnTerminal() ? drawn(unit, all, out) : hidden(out);
  }

  /** One that nobody sees. */
  public static SharedBar hidden(PrintWriter out) {
    return new SharedBar(Bar.hidden(), out);
  }

  /** As {@link #of}, whatever there is. */
  static SharedBar drawn(String unit, long all, PrintWriter out) {
    LastRow row = new LastRow(out);
    return new SharedBar(
        Bar.of(unit, all, PARTS, row), new PrintWriter(new Lines(row::line), true));
  }

  /** For what is to be read while the bar is there. */
  public PrintWriter lines() {
    return lines;
  }

  /** So many {@link #PARTS} of a unit more are done. */
  public void step(long parts) {
    bar.step(parts);
  }

  /** So many {@link #PARTS} of a unit are not to be done after all: an earlier command did them. */
  public synchronized void shorten(long parts) {
    bar.shorten(parts);
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    lines.flush();
    bar.close();
  }
}
