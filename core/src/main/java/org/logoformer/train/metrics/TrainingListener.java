package org.logoformer.train.metrics;

import java.util.function.Consumer;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.round.RoundResult;

/**
 * Something that watches training: it is shown values and cannot change what comes next. An
 * exception from a listener stops training before the next round.
 */
public interface TrainingListener {
  /** Before the first round of an epoch, or the first after a resume within it. */
  default void epochStarted(EpochPlan plan, int rounds, Position position) {}

  /** After each round. */
  default void roundDone(EpochPlan plan, RoundResult result) {}

  /**
   * Whether {@link #roundDone} looks at more of the state after a round than its position. Where no
   * listener does, the state may stay with the workers. (That after the last round of an epoch is
   * always there.)
   *
   * @param round from 1, within the epoch
   */
  default boolean readsState(int round) {
    return true;
  }

  /** Tells {@code listener} of the result of each round; it reads no state. */
  static TrainingListener ofRounds(Consumer<RoundResult> listener) {
    return new TrainingListener() {
      @Override
      public boolean readsState(int round) {
        return false;
      }

      @Override
      public void roundDone(EpochPlan plan, RoundResult result) {
        listener.accept(result);
      }
    };
  }
}
