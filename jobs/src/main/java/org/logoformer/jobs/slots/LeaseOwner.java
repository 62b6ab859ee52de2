package org.logoformer.jobs.slots;

/**
 * The task attempt that leases a slot.
 *
 * @param run name of the training, or of its test or recalibration
 * @param worker number of the worker in it
 * @param attempt number of the task attempt, unique in the Spark application
 */
public record LeaseOwner(String run, int worker, long attempt) {
  boolean supersedes(LeaseOwner other) {
    return run.equals(other.run) && worker == other.worker && attempt != other.attempt;
  }
}
