package org.logoformer.jobs.rounds;

import java.io.Serializable;
import java.util.ArrayList;
import org.logoformer.train.round.WorkerReport;

/** What a worker of a crew tells the driver while its job runs. */
sealed interface CrewMessage extends Serializable {
  /** Number of the attempt at the job's rounds, the same for all who train together. */
  long attempt();

  /** A worker is there, and asks where the others are: the first message of each. */
  record Present(long attempt, CrewAddress address) implements CrewMessage {}

  /**
   * A round that all workers are done with, as the first of them tells it.
   *
   * @param round from 0, within the job
   * @param reports in worker order
   * @param times of the round from the state before it to the one after, by the clock of the first
   *     worker
   * @param diverged why there is no next state; null if there is one
   */
  record Done(
      long attempt, int round, ArrayList<WorkerReport> reports, Times times, String diverged)
      implements CrewMessage {}

  /**
   * Where a round's time went beside the workers' own, and what it moved.
   *
   * @param allNanos of the whole round
   * @param appliedNanos that the next state took once the means were there
   * @param exchanged bytes that workers sent each other
   */
  record Times(long allNanos, long appliedNanos, long exchanged) implements Serializable {}

  /** A worker that cannot begin. */
  record Refused(long attempt, WorkerReport report) implements CrewMessage {}

  /**
   * A slice of the state after the last round, which comes before the report of that round; the
   * slice itself is the vector of the packet.
   *
   * @param slice from 0
   */
  record Slice(long attempt, int slice, int slices) implements CrewMessage {}
}
