/**
 * Rounds of training on Spark, in two ways with the same bits: each round a Spark job, and many
 * rounds one job.
 *
 * <p>{@link org.logoformer.jobs.rounds.SparkRounds}: a job for each round. Map stage: one task for
 * each worker runs {@link org.logoformer.train.round.LocalRound} from the broadcast state and cuts
 * its result into slices. Reduce stage: each task averages one slice of all workers, in worker
 * order. The driver collects the averaged slices, so it receives one state and not one for each
 * worker. The broadcast and the share hold all that a task needs, so a retried task computes the
 * same bits. The broadcast and the shuffle files are deleted when the round ends.
 *
 * <p>{@link org.logoformer.jobs.rounds.CrewRounds}: one job up to the next state that the driver
 * wants. Its stage is one of Spark's barrier stages, because its tasks wait for each other: they
 * start together or not at all, so two crews never hold half of their slots each, and one task that
 * fails ends the job. Nothing else of barrier mode is used. Each task opens a port of Spark's
 * transport, tells the driver's {@link org.logoformer.jobs.rounds.CrewDesk} its address, and gets
 * those of the others when all are there. In a round, each worker receives its slices of all
 * results, averages each in worker order, and sends the mean to all as soon as it is summed; each
 * worker makes the next state of the means by itself, the outer optimiser's momentum included.
 * Worker 0 tells the driver of each round, and the state after the last one. After a failure the
 * driver starts the job again from the state it began with, which is the newest that the driver
 * holds; rounds that it has been told of are not counted again, and the next one says how many
 * attempts were lost. A crew of one, whose task Spark itself repeats, does not count them.
 *
 * <p>Contract: no training state outlives the attempt at a job in an executor; no wait of several
 * workers is without an end; messages of another attempt are ignored. Only byte arrays are sent,
 * whichever serialiser Spark is configured with.
 */
package org.logoformer.jobs.rounds;
