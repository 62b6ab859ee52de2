/**
 * A round of training as one Spark job. Map stage: one task per worker runs {@link
 * org.logoformer.train.round.LocalRound} from the broadcast state and cuts its result into slices.
 * Reduce stage: each slice is summed in worker order. The driver collects the slices, so it
 * receives the state once and not once per worker.
 *
 * <p>Contract: everything a task needs comes with the broadcast and its share, so a retry computes
 * the same. Only byte arrays travel, whatever serialiser Spark is configured with. Broadcast and
 * shuffle files go when the round ends.
 */
package org.logoformer.jobs.rounds;
