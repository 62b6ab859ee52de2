package org.logoformer.jobs.rounds;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.logoformer.train.round.WorkerReport;
import org.logoformer.train.state.Contribution;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.Reduction;
import org.logoformer.train.state.Statistics;
import scala.Tuple2;

/**
 * One slice of the state, averaged over all workers.
 *
 * @param mean weighted by examples
 * @param pooled BatchNorm statistics of the whole network; from slice 0 only, else empty
 */
record SliceMean(Head head, FlatVector mean, FlatVector pooled) {
  /**
   * What the reduce task reports beside the vectors.
   *
   * @param reports in worker order; from slice 0 only, else empty
   * @param nanos that fetching and averaging took
   * @param fetched bytes of the messages that were averaged
   */
  record Head(ArrayList<WorkerReport> reports, long nanos, long fetched) implements Serializable {}

  /** The reduce task of a round: reads one slice of each worker, returns their mean as bytes. */
  static Iterator<byte[]> reduce(Iterator<Tuple2<Integer, byte[]>> slices) {
    long began = System.nanoTime();
    List<SliceMessage> messages = new ArrayList<>();
    long fetched = 0;
    while (slices.hasNext()) {
      byte[] message = slices.next()._2();
      fetched += message.length;
      messages.add(SliceMessage.of(message));
    }
    messages.sort(Comparator.comparingInt(m -> m.head().worker()));
    if (messages.stream().map(m -> m.head().worker()).distinct().count() < messages.size()) {
      throw new IllegalStateException("A worker's slice arrived twice");
    }
    return List.of(of(messages, fetched, began).bytes()).iterator();
  }

  /**
   * The mean of a slice.
   *
   * @param messages of all workers, in their order
   * @param fetched bytes of those that came from elsewhere
   * @param began when this was begun, by {@link System#nanoTime}
   */
  static SliceMean of(List<SliceMessage> messages, long fetched, long began) {
    FlatVector mean = combined(messages, SliceMessage::state, Reduction::mean);
    FlatVector pooled = combined(messages, SliceMessage::statistics, Statistics::pool);
    ArrayList<WorkerReport> reports =
        messages.stream()
            .map(m -> m.head().report())
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(ArrayList::new));
    return new SliceMean(new Head(reports, System.nanoTime() - began, fetched), mean, pooled);
  }

  byte[] bytes() {
    return new Packet<>(head, List.of(mean, pooled)).bytes();
  }

  /** The mean whose bytes {@link #reduce} returned. */
  static SliceMean of(byte[] bytes) {
    Packet<Head> packet = Packet.of(bytes, Head.class);
    return new SliceMean(packet.head(), packet.vectors().get(0), packet.vectors().get(1));
  }

  /** One vector of all workers; empty if no worker has examples. */
  private static FlatVector combined(
      List<SliceMessage> messages,
      Function<SliceMessage, FlatVector> vector,
      Function<List<Contribution>, FlatVector> combine) {
    return messages.stream().allMatch(m -> m.head().examples() == 0)
        ? FlatVector.copyOf(null)
        : combine.apply(
            messages.stream()
                .map(m -> new Contribution(m.head().examples(), vector.apply(m)))
                .toList());
  }
}
