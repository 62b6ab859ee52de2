package org.logoformer.jobs.training;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.round.RoundResult;

/** Reports each worker of a fold the first time that it computes other bits than before. */
final class Departures implements TrainingListener {
  private final int fold;
  private final Consumer<String> told;
  private final Set<Integer> departed = new HashSet<>();

  Departures(int fold, Consumer<String> told) {
    this.fold = fold;
    this.told = told;
  }

  @Override
  public boolean readsState(int round) {
    return false;
  }

  @Override
  public void roundDone(EpochPlan plan, RoundResult result) {
    for (int worker : result.inexact()) {
      if (departed.add(worker)) {
        told.accept(
            "fold %d, worker %d: other bits from epoch %d, round %d on (train.exact = warn)"
                .formatted(fold, worker, plan.epoch() + 1, result.state().position().round()));
      }
    }
  }
}
