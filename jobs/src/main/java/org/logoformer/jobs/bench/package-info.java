/**
 * {@code logo bench}: how fast training steps and evaluation are on this machine, in which part of
 * the network the time goes, how much memory they take, what a round of averaging costs, how that
 * grows with the workers, whether anything grows with the rounds, and what averaging costs in
 * quality. Begin with {@link org.logoformer.jobs.bench.BenchCommand}, which lists the measurements;
 * each package below holds those of one kind.
 *
 * <p>Contract: nothing outside these packages knows them. What is compared is timed block by block
 * in turn, never at the same time, and reported as the median over the blocks. Lines are made of a
 * name and {@code key=value} pairs.
 */
package org.logoformer.jobs.bench;
