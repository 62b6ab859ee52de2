/**
 * {@code logo bench}: how fast training steps and evaluation are on this machine, in which part of
 * the network the time goes, how much memory they take, what a round of averaging costs, how that
 * grows with the workers, and whether anything grows with the rounds. Measures on noise from keyed
 * draws; all but rounds, scaling and soak this process alone, without Spark. What averaging costs
 * in quality is measured in {@link org.logoformer.jobs.bench.quality}.
 *
 * <p>Contract: what is compared is timed block by block in turn, never at the same time, and
 * reported as the median over the blocks. Lines are made of a name and {@code key=value} pairs.
 */
package org.logoformer.jobs.bench;
