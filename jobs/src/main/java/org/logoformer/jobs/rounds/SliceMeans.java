package org.logoformer.jobs.rounds;

import java.util.List;
import org.logoformer.train.round.WorkerReport;
import org.logoformer.train.state.FlatVector;

/**
 * The mean of all workers.
 *
 * @param slices in their order
 */
record SliceMeans(List<SliceMean> slices) {
  SliceMeans {
    slices = List.copyOf(slices);
  }

  /** Of all workers, in their order. */
  List<WorkerReport> reports() {
    return slices.get(0).head().reports();
  }

  /** The whole mean as one vector. */
  FlatVector mean() {
    return FlatVector.join(slices.stream().map(SliceMean::mean).toList());
  }

  /** The BatchNorm statistics of all workers together. */
  FlatVector pooled() {
    return slices.get(0).pooled();
  }
}
