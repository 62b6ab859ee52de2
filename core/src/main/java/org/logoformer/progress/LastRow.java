package org.logoformer.progress;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBarConsumer;

/** The last row of a terminal, where a bar is drawn, and above which lines may appear meanwhile. */
final class LastRow implements ProgressBarConsumer {
  /** No terminal is asked for its width: one that is narrower would wrap the row. */
  private static final int WIDTH = 79;

  private final PrintWriter screen;
  private String row = "";

  LastRow(PrintWriter screen) {
    this.screen = screen;
  }

  @Override
  public int getMaxRenderedLength() {
    return WIDTH;
  }

  @Override
  public synchronized void accept(String drawn) {
    row = drawn;
    screen.print("\r" + row);
    screen.flush();
  }

  /** A line above the row. */
  synchronized void line(String text) {
    erase();
    screen.println(text);
    screen.print(row);
    screen.flush();
  }

  @Override
  public synchronized void clear() {
    erase();
    row = "";
    screen.flush();
  }

  private void erase() {
    if (!row.isEmpty()) {
      screen.print("\r" + " ".repeat(row.length()) + "\r");
    }
  }

  @Override
  public void close() {}
}
