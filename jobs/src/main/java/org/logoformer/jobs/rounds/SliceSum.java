package org.logoformer.jobs.rounds;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.logoformer.train.round.WorkerReport;
import org.logoformer.train.state.Contribution;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.Reduction;
import org.logoformer.train.state.Statistics;

/**
 * One slice of all workers.
 *
 * @param mean weighted by examples
 * @param pooled statistics of the whole network; from slice 0 only
 * @param reports in worker order; from slice 0 only
 */
record SliceSum(FlatVector mean, FlatVector pooled, List<WorkerReport> reports) {
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
      List<Contribution> workers, Function<List<Contribution>, FlatVector> combine) {
    return workers.stream().allMatch(w -> w.examples() == 0)
        ? FlatVector.copyOf(null)
        : combine.apply(workers);
  }

  /**
   * A sum on its way to the driver.
   *
   * @param nanos it took to fetch and to add up
   * @param fetched bytes of the messages it is made of
   */
  record Arrived(SliceSum sum, long nanos, long fetched) {
    private record Head(ArrayList<WorkerReport> reports, long nanos, long fetched)
        implements Serializable {}

    byte[] bytes() {
      Head head = new Head(new ArrayList<>(sum.reports), nanos, fetched);
      return new Packet(head, List.of(sum.mean, sum.pooled)).bytes();
    }

    static Arrived of(byte[] bytes) {
      Packet packet = Packet.of(bytes);
      Head head = packet.head(Head.class);
      FlatVector mean = packet.vectors().get(0);
      return new Arrived(
          new SliceSum(mean, packet.vectors().get(1), head.reports()),
          head.nanos(),
          head.fetched());
    }
  }
}
