package org.logoformer.jobs.rounds;

import java.io.Serializable;
import java.util.List;
import org.logoformer.train.round.WorkerReport;
import org.logoformer.train.round.WorkerResult;
import org.logoformer.train.state.Contribution;
import org.logoformer.train.state.FlatVector;

/**
 * One slice of one worker's result.
 *
 * @param state the slice; no examples if the worker brings nothing
 * @param statistics of the whole network; in slice 0 only, else empty
 * @param report in slice 0 only, else null
 */
record SliceMessage(int worker, Contribution state, Contribution statistics, WorkerReport report) {
  /** What of a message is no vector. */
  private record Head(int worker, long stateExamples, long statisticsExamples, WorkerReport report)
      implements Serializable {}

  /**
   * A slice of a result.
   *
   * @param slice from 0 to {@code slices - 1}
   */
  static SliceMessage cut(WorkerResult result, int slice, int slices) {
    FlatVector state = result.state();
    long examples = state.length() == 0 ? 0 : result.report().examples();
    FlatVector part =
        state.slice(bound(state.length(), slice, slices), bound(state.length(), slice + 1, slices));
    boolean first = slice == 0;
    return new SliceMessage(
        result.report().worker(),
        new Contribution(examples, part),
        new Contribution(
            first ? examples : 0, first ? result.statistics() : FlatVector.copyOf(null)),
        first ? result.report() : null);
  }

  byte[] bytes() {
    Head head = new Head(worker, state.examples(), statistics.examples(), report);
    return new Packet(head, List.of(state.values(), statistics.values())).bytes();
  }

  static SliceMessage of(byte[] bytes) {
    Packet packet = Packet.of(bytes);
    Head head = packet.head(Head.class);
    return new SliceMessage(
        head.worker(),
        new Contribution(head.stateExamples(), packet.vectors().get(0)),
        new Contribution(head.statisticsExamples(), packet.vectors().get(1)),
        head.report());
  }

  private static int bound(int length, int slice, int slices) {
    return Math.toIntExact((long) length * slice / slices);
  }
}
