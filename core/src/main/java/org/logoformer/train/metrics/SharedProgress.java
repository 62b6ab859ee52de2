package org.logoformer.train.metrics;

import org.logoformer.progress.SharedBar;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.round.RoundResult;

/**
 * Moves a bar that trainings share, which counts their epochs. What a training has done before this
 * command is taken off the bar, so that the time left is that of the rest.
 */
public final class SharedProgress implements TrainingListener, AutoCloseable {
  private final SharedBar bar;

  /** In parts of epochs; below the first, this command did nothing. */
  private final long end;

  private long done;
  private boolean isBegun;
  private int rounds;
  private int round;

  /**
   * @param epochs that this training adds to the bar
   */
  public SharedProgress(SharedBar bar, int epochs) {
    this.bar = bar;
    this.end = (long) epochs * SharedBar.PARTS;
  }

  @Override
  public void epochStarted(EpochPlan plan, int newRounds, Position position) {
    rounds = newRounds;
    round = position.round();
    if (!isBegun) {
      isBegun = true;
      done = at(plan);
      bar.shorten(done);
    }
  }

  @Override
  public boolean readsState(int round) {
    return false;
  }

  @Override
  public void roundDone(EpochPlan plan, RoundResult result) {
    round++;
    long now = at(plan);
    bar.step(now - done);
    done = now;
  }

  private long at(EpochPlan plan) {
    return (long) plan.epoch() * SharedBar.PARTS + (long) SharedBar.PARTS * round / rounds;
  }

  /** The training has ended, at its last epoch or before. */
  @Override
  public void close() {
    bar.shorten(end - done);
    done = end;
  }
}
