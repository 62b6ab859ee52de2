package org.logoformer.jobs.sweep;

import java.io.PrintWriter;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.run.RunMetrics;
import org.logoformer.jobs.slots.Seating.Seat;

/** Trains the runs of trials, several at a time on different threads. */
interface Trainings {
  /**
   * Trains a run, from its checkpoints if it was begun, on the current thread.
   *
   * @param until epochs, counted from the beginning of the run
   * @param out gets a line per epoch
   * @return metrics after that epoch
   */
  RunMetrics train(LogoConfig config, int until, Seat seat, PrintWriter out);

  /** Ends what a run is doing just now; it may go on with something else. */
  void cancel(LogoConfig config);

  /** Whether nothing can be trained any more. */
  boolean isOver();

  /** Cores of an executor that a worker takes; asked on one thread. */
  int cores(LogoConfig config);
}
