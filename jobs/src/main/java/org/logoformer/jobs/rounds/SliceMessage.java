package org.logoformer.jobs.rounds;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.logoformer.train.Contribution;
import org.logoformer.train.FlatVector;
import org.logoformer.train.WorkerReport;
import org.logoformer.train.WorkerResult;

/**
 * One slice of one worker's result.
 *
 * @param state the slice; no examples if the worker brings nothing
 * @param statistics of the whole network; in slice 0 only, else empty
 * @param report in slice 0 only, else null
 */
record SliceMessage(int worker, Contribution state, Contribution statistics, WorkerReport report)
    implements Serializable {
  /** A result as messages; the index in the list is the slice. */
  static List<SliceMessage> cut(WorkerResult result, int slices) {
    FlatVector state = result.state();
    long examples = state.length() == 0 ? 0 : result.report().examples();
    FlatVector nothing = FlatVector.copyOf(null);
    List<SliceMessage> messages = new ArrayList<>();
    for (int i = 0; i < slices; i++) {
      FlatVector slice =
          state.slice(bound(state.length(), i, slices), bound(state.length(), i + 1, slices));
      messages.add(
          new SliceMessage(
              result.report().worker(),
              new Contribution(examples, slice),
              new Contribution(i == 0 ? examples : 0, i == 0 ? result.statistics() : nothing),
              i == 0 ? result.report() : null));
    }
    return messages;
  }

  private static int bound(int length, int slice, int slices) {
    return Math.toIntExact((long) length * slice / slices);
  }
}
