package org.logoformer.jobs.sweep.search;

/** What is to be done with a trial. */
public sealed interface Decision {
  /** Number of the trial, from 1. */
  int trial();

  /**
   * It begins or goes on.
   *
   * @param until epochs at the end of which it is tested and looked at again
   */
  record Train(int trial, int until) implements Decision {}

  /**
   * It trains no further.
   *
   * @param reason for people
   */
  record Stop(int trial, String reason) implements Decision {}
}
