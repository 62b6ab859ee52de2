/**
 * Training on Spark through DL4J's own interfaces, for graphs that DL4J can train itself. Begin
 * with {@link org.logoformer.jobs.dl4j.LogoTrainingMaster}, a {@code TrainingMaster} of dl4j-spark
 * whose rounds are {@link org.logoformer.jobs.rounds.SparkRounds}; {@link
 * org.logoformer.jobs.dl4j.ReferenceMaster} is dl4j-spark's own master, for comparisons.
 *
 * <p>Contract: one call of {@code SparkComputationGraph.fit...} trains one epoch. The master keeps
 * the plan and the position in it, on the driver; executors keep nothing between rounds. No class
 * here knows the folder of a run or its folds.
 */
package org.logoformer.jobs.dl4j;
