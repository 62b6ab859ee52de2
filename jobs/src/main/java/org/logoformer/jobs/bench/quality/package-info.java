/**
 * {@code logo bench quality}: what averaging less often costs in UAR, and which of the settings
 * around it win that back. {@code logo bench proofs} and {@code precision} are here too, for they
 * compare variants of one configuration. Begin with {@link
 * org.logoformer.jobs.bench.quality.QualityBench}.
 *
 * <p>Contract: every training sees the same clips in the same order and the same number of steps;
 * trainings differ in the setting and the seed alone. Rounds are simulated, a worker after the
 * other in one thread, with the bits that rounds on Spark have. A finished training is never run
 * again: its figures lie in the work folder, keyed by its whole configuration.
 *
 * <p>Its many files serve three commands that share the trainings and their work folder.
 */
package org.logoformer.jobs.bench.quality;
