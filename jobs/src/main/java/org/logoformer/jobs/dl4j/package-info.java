/**
 * DL4J's contract for training on Spark, kept for graphs that DL4J can train itself. Begin with
 * {@link org.logoformer.jobs.dl4j.LogoTrainingMaster}, a dl4j-spark {@code TrainingMaster} whose
 * rounds are {@link org.logoformer.jobs.rounds.SparkRounds}; {@link
 * org.logoformer.jobs.dl4j.ReferenceMaster} is dl4j-spark's own master, to compare with.
 *
 * <p>Contract: one call of {@code SparkComputationGraph.fit...} is one epoch. The plan and the
 * position within it live in the master, on the driver; executors keep nothing between rounds. No
 * class here knows a run, its folder or its configuration's folds.
 */
package org.logoformer.jobs.dl4j;
