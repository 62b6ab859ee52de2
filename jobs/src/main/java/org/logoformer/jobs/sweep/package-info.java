/**
 * Sweeps: trials of a grid or a space, each a training run of its own, side by side in one Spark
 * application. Begin with {@link org.logoformer.jobs.sweep.SweepCommand}, then {@link
 * org.logoformer.jobs.sweep.Sweep}; what is searched is in {@link org.logoformer.jobs.sweep.space},
 * who trains next in {@link org.logoformer.jobs.sweep.search}. {@link
 * org.logoformer.jobs.sweep.SeedsRun} trains one setting from several seeds in the same way.
 *
 * <p>Contract: a sweep that is started again repeats no finished trial, goes on with those that
 * were training, and keeps every decision. Values, axes and trials may be added in between: what
 * has begun keeps its number and its values. A trial that is illegal, diverges or fails is recorded
 * with its reason and harms no other. No trial's bits depend on who trains beside it.
 */
package org.logoformer.jobs.sweep;
