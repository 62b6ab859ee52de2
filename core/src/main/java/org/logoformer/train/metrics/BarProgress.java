package org.logoformer.train.metrics;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.round.RoundResult;

/** A bar over the rounds of an epoch: for terminals. */
public final class BarProgress implements TrainingListener, AutoCloseable {
  private ProgressBar bar;

  @Override
  public void epochStarted(EpochPlan plan, int rounds, Position position) {
    close();
    bar =
        new ProgressBarBuilder()
            .setTaskName("epoch " + (plan.epoch() + 1))
            .setStyle(ProgressBarStyle.ASCII)
            .setInitialMax(rounds)
            .clearDisplayOnFinish()
            .build();
    bar.stepTo(position.round());
  }

  @Override
  public void roundDone(EpochPlan plan, RoundResult result) {
    bar.setExtraMessage(String.format(Locale.ROOT, "loss %.4f", result.loss()));
    bar.step();
    if (bar.getCurrent() >= bar.getMax()) {
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
