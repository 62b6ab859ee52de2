/**
 * {@code logo bench scaling}: what a round of averaging costs, as a function of the number of
 * workers W and of the local steps H: a small model, its fit to measured rounds, and what it
 * predicts for other W and H. Begin with {@link org.logoformer.jobs.bench.scaling.ScalingBench}.
 *
 * <p>Contract: only {@link org.logoformer.jobs.bench.scaling.ScalingRuns} knows Spark and a clock;
 * the model, its fit and the report are made of values. Seconds and bytes throughout.
 */
package org.logoformer.jobs.bench.scaling;
