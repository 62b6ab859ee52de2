/**
 * What is told about training while it runs: sums of an epoch, the lines of {@code metrics.jsonl},
 * progress on the console. Begin with {@link org.logoformer.train.metrics.TrainingListener}.
 *
 * <p>Contract: a listener reads values and cannot change what comes next.
 */
package org.logoformer.train.metrics;
