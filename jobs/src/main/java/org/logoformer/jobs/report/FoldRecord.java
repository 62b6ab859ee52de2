package org.logoformer.jobs.report;

import java.util.List;
import java.util.Optional;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.Protocol;
import org.logoformer.jobs.run.Protocols;
import org.logoformer.train.metrics.EpochPoint;
import org.logoformer.train.metrics.History;

/**
 * What a run left about one fold.
 *
 * @param name folder name, for example {@code fold-1}
 * @param history training log
 * @param test evaluation of the test split
 * @param shuffled the same with the frames of every clip shuffled, as earlier versions kept it
 */
record FoldRecord(
    String name, History history, Optional<Evaluation> test, Optional<Evaluation> shuffled) {
  /** The epochs that are complete. */
  List<EpochPoint> epochs() {
    return history.epochs();
  }

  /** The epoch of the highest UAR on the test split, as published results choose it. */
  Optional<EpochPoint> best() {
    return Protocol.BEST_ON_TEST.choose(epochs());
  }

  /** The last epoch that was tested. */
  Optional<EpochPoint> last() {
    return Protocol.LAST.choose(epochs());
  }

  /** What choosing an epoch makes of the fold. */
  Protocols protocols() {
    int number = Integer.parseInt(name.replaceFirst(".*-", ""));
    return test.map(t -> Protocols.of(number, history, t)).orElse(Protocols.NONE);
  }
}
