package org.logoformer.jobs.sweep.search;

/** What happened to a trial. */
public sealed interface Event {
  /** Number of the trial, from 1. */
  int trial();

  /**
   * It trains on, or will after a crash.
   *
   * @param until epochs at the end of which it is looked at again
   */
  record Started(int trial, int until) implements Event {}

  /**
   * It got so far.
   *
   * @param epoch epochs trained
   * @param score of the test after it
   * @param seconds since it was started last
   */
  record Scored(int trial, int epoch, Score score, double seconds) implements Event {}

  /**
   * It trains no further.
   *
   * @param state why; {@link State#FINISHED}, which follows from the epochs, only if it has and
   *     what is in its folder cannot be gone on with
   * @param reason for people
   */
  record Ended(int trial, State state, String reason) implements Event {}

  /** What a test found; means over folds. */
  record Score(double uar, double war) {}
}
