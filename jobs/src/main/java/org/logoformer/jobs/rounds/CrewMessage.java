package org.logoformer.jobs.rounds;

import java.io.Serializable;
import org.logoformer.train.round.WorkerReport;

/** What a worker of a crew tells the driver while its job runs. */
sealed interface CrewMessage extends Serializable {
  /** Number of the task attempt, unique in the application. */
  long attempt();

  /**
   * A round that a worker is done with.
   *
   * @param round from 0, within the job
   * @param appliedNanos that the next state took after the worker's own time
   * @param diverged why there is no next state; null if there is one
   */
  record Done(long attempt, int round, WorkerReport report, long appliedNanos, String diverged)
      implements CrewMessage {}

  /**
   * A slice of the state after the last round, which comes before the report of that round; the
   * slice itself is the vector of the packet.
   *
   * @param slice from 0
   */
  record Slice(long attempt, int slice, int slices) implements CrewMessage {}
}
