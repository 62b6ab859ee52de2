package org.logoformer.jobs.slots;

/**
 * Who leases a slot.
 *
 * @param run training that the work belongs to
 * @param worker within the training
 * @param attempt unique among all attempts of the worker
 */
public record LeaseOwner(String run, int worker, long attempt) {
  boolean supersedes(LeaseOwner other) {
    return run.equals(other.run) && worker == other.worker && attempt != other.attempt;
  }
}
