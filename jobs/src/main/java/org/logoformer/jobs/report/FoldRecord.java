package org.logoformer.jobs.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.logoformer.jobs.run.Evaluation;
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

  /**
   * The epoch of the highest UAR on the test split ("paper protocol"); of equal ones the newest,
   * whose checkpoint is the one that is kept.
   */
  Optional<EpochPoint> best() {
    return epochs().stream()
        .filter(e -> !Double.isNaN(e.uar()))
        .max(Comparator.comparingDouble(EpochPoint::uar).thenComparingInt(EpochPoint::epoch));
  }

  /** The last epoch that was tested. */
  Optional<EpochPoint> last() {
    return epochs().stream().filter(e -> !Double.isNaN(e.uar())).reduce((a, b) -> b);
  }
}
