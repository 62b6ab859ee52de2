package org.logoformer.progress;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar with the time that has passed and that is left: on a terminal. In logs and pipes there is
 * none, and nothing here does anything. Any thread may move it.
 */
public final class Bar implements AutoCloseable {
  private final ProgressBar bar;

  private Bar(ProgressBar bar) {
    this.bar = bar;
  }

  /**
   * A bar at 0.
   *
   * @param task what is done, in a word or two
   * @param all how many steps there are
   */
  public static Bar of(String task, long all) {
    return isOnTerminal() ? new Bar(builder(task, all).build()) : hidden();
  }

  /** One that nobody sees. */
  static Bar hidden() {
    return new Bar(null);
  }

  /** Whatever there is, drawn by {@code consumer}; counts units of so many steps each. */
  static Bar of(String unit, long all, int steps, ProgressBarConsumer consumer) {
    return new Bar(
        builder(unit, all * steps).setUnit(" " + unit, steps).setConsumer(consumer).build());
  }

  /** As above, whatever there is, drawn by {@code consumer}. */
  static Bar of(String task, long all, ProgressBarConsumer consumer) {
    return new Bar(builder(task, all).setConsumer(consumer).build());
  }

  /** Whether somebody looks on. */
  @SuppressWarnings("SystemConsoleNull") // since JDK 22; then it shows a bar in a log, no harm
  public static boolean isOnTerminal() {
    return System.console() != null;
  }

  private static ProgressBarBuilder builder(String task, long all) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setStyle(ProgressBarStyle.ASCII)
        .setInitialMax(all)
        .clearDisplayOnFinish();
  }

  /** So many steps more are done. */
  public void step(long more) {
    if (bar != null) {
      bar.stepBy(more);
    }
  }

  /** So many steps are done. */
  public void stepTo(long done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  /** There are so many steps fewer; it is drawn so with the next step. */
  void shorten(long less) {
    if (bar != null) {
      bar.maxHint(Math.max(0, bar.getMax() - less));
    }
  }

  /** Says something behind the bar. */
  public void say(String message) {
    if (bar != null) {
      bar.setExtraMessage(message);
    }
  }

  /** Whether all steps are done. */
  public boolean isFull() {
    return bar != null && bar.getCurrent() >= bar.getMax();
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
