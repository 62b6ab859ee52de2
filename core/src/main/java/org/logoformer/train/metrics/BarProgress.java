package org.logoformer.train.metrics;

import java.util.Locale;
import org.logoformer.progress.Bar;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.round.RoundResult;

/** A bar over the rounds of an epoch: for terminals. */
public final class BarProgress implements TrainingListener, AutoCloseable {
  private Bar bar;

  @Override
  public void epochStarted(EpochPlan plan, int rounds, Position position) {
    close();
    bar = Bar.of("epoch " + (plan.epoch() + 1), rounds);
    bar.stepTo(position.round());
  }

  @Override
  public boolean readsState(int round) {
    return false;
  }

  @Override
  public void roundDone(EpochPlan plan, RoundResult result) {
    bar.say(String.format(Locale.ROOT, "loss %.4f", result.loss()));
    bar.step(1);
    if (bar.isFull()) {
      close();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
