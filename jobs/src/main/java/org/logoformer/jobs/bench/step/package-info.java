/**
 * {@code logo bench step}, {@code inference}, {@code memory} and {@code rss}: one network in this
 * process, without Spark, on its own and beside its twin in PyTorch. Begin with {@link
 * org.logoformer.jobs.bench.step.StepBench}.
 *
 * <p>Contract: a twin computes the same task, and what it computes is compared before its time is.
 */
package org.logoformer.jobs.bench.step;
