package org.logoformer.jobs.rounds;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.logoformer.train.Contribution;
import org.logoformer.train.FlatVector;
import org.logoformer.train.Reduction;
import org.logoformer.train.Statistics;
import org.logoformer.train.WorkerReport;

/**
 * One slice of all workers.
 *
 * @param mean weighted by examples
 * @param pooled statistics of the whole network; from slice 0 only
 * @param reports in worker order; from slice 0 only
 */
record SliceSum(FlatVector mean, FlatVector pooled, List<WorkerReport> reports)
    implements Serializable {
  static SliceSum of(List<SliceMessage> messages) {
    List<SliceMessage> ordered =
        messages.stream().sorted(Comparator.comparingInt(SliceMessage::worker)).toList();
    if (ordered.stream().mapToInt(SliceMessage::worker).distinct().count() < ordered.size()) {
      throw new IllegalStateException("A worker's slice arrived twice");
    }
    return new SliceSum(
        any(ordered.stream().map(SliceMessage::state).toList(), Reduction::mean),
        any(ordered.stream().map(SliceMessage::statistics).toList(), Statistics::pool),
        ordered.stream().map(SliceMessage::report).filter(Objects::nonNull).toList());
  }

  private static FlatVector any(
      List<Contribution> workers,
      java.util.function.Function<List<Contribution>, FlatVector> combine) {
    return workers.stream().allMatch(w -> w.examples() == 0)
        ? FlatVector.copyOf(null)
        : combine.apply(workers);
  }
}
