package org.logoformer.jobs.training;

import java.util.Map;
import org.logoformer.train.plan.Position;
import org.logoformer.train.state.TrainingState;

/** Who trains an epoch. */
interface Averager {
  /** Trains what is left of the epoch in progress, and returns the state after it. */
  TrainingState epoch();

  /** How far training has come. */
  Position position();

  /** Which bits each worker's machine computes, as far as known. */
  Map<Integer, Long> probes();
}
