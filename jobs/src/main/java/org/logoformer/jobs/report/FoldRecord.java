package org.logoformer.jobs.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.train.metrics.EpochPoint;

/**
 * What a run left about one fold.
 *
 * @param name folder name, for example {@code fold-1}
 * @param epochs training log, by epoch
 * @param test evaluation of the test split
 * @param shuffled the same with the frames of every clip shuffled, as earlier versions kept it
 */
record FoldRecord(
    String name,
    List<EpochPoint> epochs,
    Optional<Evaluation> test,
    Optional<Evaluation> shuffled) {
  FoldRecord {
    epochs = List.copyOf(epochs);
  }

  /**
   * The epoch of the highest UAR on the test split ("paper protocol"); of equal ones the newest,
   * whose checkpoint is the one that is kept.
   */
  Optional<EpochPoint> best() {
    return epochs.stream()
        .filter(e -> !Double.isNaN(e.uar()))
        .max(Comparator.comparingDouble(EpochPoint::uar).thenComparingInt(EpochPoint::epoch));
  }

  /** The last epoch that was tested. */
  Optional<EpochPoint> last() {
    return epochs.stream().filter(e -> !Double.isNaN(e.uar())).reduce((a, b) -> b);
  }
}
