package org.logoformer.jobs.sweep.search;

/** How far a trial is. */
public enum State {
  /** Not begun. */
  WAITING,
  /** Training, or to be gone on with after a crash. */
  RUNNING,
  /** At a rung; may go on. */
  PAUSED,
  /** Trained to the last epoch. */
  FINISHED,
  /** Will not go on, for its UAR. */
  STOPPED,
  /** Its numbers were not finite. */
  DIVERGED,
  /** Something broke, for this trial. */
  FAILED,
  /** Settings that no run can have. */
  ILLEGAL;

  /** Whether nothing follows, unless more epochs are asked for. */
  public boolean isEnd() {
    return this != WAITING && this != RUNNING && this != PAUSED;
  }

  /** Whether it ended badly and is not tried again. */
  public boolean isTriedOnce() {
    return this == DIVERGED || this == FAILED;
  }
}
