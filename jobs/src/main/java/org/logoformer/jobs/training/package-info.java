/**
 * The training of a run on Spark: its folds, their checkpoints, tests and metrics. Begin with
 * {@link org.logoformer.jobs.training.TrainingRun}, then {@link
 * org.logoformer.jobs.training.FoldTraining}; {@link org.logoformer.jobs.training.TrainCommand} is
 * {@code logo train}.
 *
 * <p>Contract: one driver at a time owns a run folder. An interrupted run resumes from its newest
 * checkpoints and ends with the same bits as if it had not been interrupted, or is refused.
 */
package org.logoformer.jobs.training;
