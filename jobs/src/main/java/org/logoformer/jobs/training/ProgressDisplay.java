package org.logoformer.jobs.training;

import org.logoformer.progress.Bar;
import org.logoformer.progress.SharedBar;
import org.logoformer.train.metrics.BarProgress;
import org.logoformer.train.metrics.ConsoleProgress;
import org.logoformer.train.metrics.SharedProgress;
import org.logoformer.train.metrics.TrainingListener;

/**
 * How progress within an epoch is shown.
 *
 * @param closing ends it
 */
record ProgressDisplay(TrainingListener listener, Runnable closing) implements AutoCloseable {
  /** A bar on a terminal, else a line now and then. */
  static ProgressDisplay choose() {
    if (!Bar.isOnTerminal()) {
      return new ProgressDisplay(new ConsoleProgress(System.out), () -> {});
    }
    BarProgress bar = new BarProgress();
    return new ProgressDisplay(bar, bar::close);
  }

  /** A part of a bar that trainings share. */
  static ProgressDisplay within(SharedBar bar, int epochs) {
    SharedProgress progress = new SharedProgress(bar, epochs);
    return new ProgressDisplay(progress, progress::close);
  }

  @Override
  public void close() {
    closing.run();
  }
}
