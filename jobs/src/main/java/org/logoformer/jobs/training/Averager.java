package org.logoformer.jobs.training;

import java.util.Map;
import org.logoformer.train.plan.Position;
import org.logoformer.train.state.TrainingState;

/** Trains a fold by averaging, epoch by epoch. */
interface Averager {
  /** Trains the rest of the epoch in progress and returns the state after it. */
  TrainingState epoch();

  /** How far training has come. */
  Position position();

  /** The newest probe of each worker, as far as known. */
  Map<Integer, Long> probes();
}
