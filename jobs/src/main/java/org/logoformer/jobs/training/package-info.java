/**
 * Training on Spark through dl4j-spark's contract, and the {@code train} command.
 *
 * <p>Contract: {@link org.logoformer.jobs.training.LogoTrainingMaster} is a dl4j-spark {@code
 * TrainingMaster}; one call of {@code SparkComputationGraph.fit...} is one epoch. The plan and the
 * position within it live in the master, on the driver; executors keep nothing between rounds.
 */
package org.logoformer.jobs.training;
