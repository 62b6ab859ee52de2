package org.logoformer.jobs.rounds;

import java.io.Serializable;
import java.util.List;
import org.logoformer.train.round.WorkerReport;
import org.logoformer.train.round.WorkerResult;
import org.logoformer.train.state.FlatVector;

/**
 * One slice of one worker's result.
 *
 * @param state the slice of parameters and updater state
 * @param statistics BatchNorm statistics of the whole network; in slice 0 only, else empty
 */
record SliceMessage(Head head, FlatVector state, FlatVector statistics) {
  /**
   * What the message holds beside its vectors.
   *
   * @param examples weight of the worker in the mean; 0 if it has no state to average
   * @param report in slice 0 only, else null
   */
  record Head(int worker, long examples, WorkerReport report) implements Serializable {}

  /**
   * A slice of a result.
   *
   * @param slice from 0 to {@code slices - 1}
   */
  static SliceMessage cut(WorkerResult result, int slice, int slices) {
    WorkerReport report = result.report();
    int length = result.state().length();
    boolean first = slice == 0;
    return new SliceMessage(
        new Head(report.worker(), length == 0 ? 0 : report.examples(), first ? report : null),
        result.state().slice(bound(length, slice, slices), bound(length, slice + 1, slices)),
        first ? result.statistics() : FlatVector.copyOf(null));
  }

  byte[] bytes() {
    return new Packet<>(head, List.of(state, statistics)).bytes();
  }

  static SliceMessage of(byte[] bytes) {
    Packet<Head> packet = Packet.of(bytes, Head.class);
    return new SliceMessage(packet.head(), packet.vectors().get(0), packet.vectors().get(1));
  }

  /** Where a slice of a vector begins; where it ends is the bound of the next. */
  static int bound(int length, int slice, int slices) {
    return Math.toIntExact((long) length * slice / slices);
  }
}
