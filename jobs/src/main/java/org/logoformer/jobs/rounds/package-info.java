/**
 * A round of training as one Spark job. Map stage: one task for each worker runs {@link
 * org.logoformer.train.round.LocalRound} from the broadcast state and cuts its result into slices.
 * Reduce stage: each task averages one slice of all workers, in worker order. The driver collects
 * the averaged slices, so it receives one state and not one for each worker.
 *
 * <p>Contract: the broadcast and the share hold all that a task needs, so a retried task computes
 * the same bits. Only byte arrays are sent, whichever serialiser Spark is configured with. The
 * broadcast and the shuffle files are deleted when the round ends.
 */
package org.logoformer.jobs.rounds;
