/**
 * {@code logo bench rounds}: what a round of averaging costs on Spark, beside dl4j-spark's own
 * master. Begin with {@link org.logoformer.jobs.bench.rounds.RoundsBench}.
 *
 * <p>Contract: contestants train the same network on the same noise with the same steps.
 */
package org.logoformer.jobs.bench.rounds;
