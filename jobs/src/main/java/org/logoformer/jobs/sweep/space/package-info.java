/**
 * What is searched: axes over configuration keys, each with a distribution of values, and draws
 * from them. Begin with {@link org.logoformer.jobs.sweep.space.Space}.
 *
 * <p>Contract: as long as the space stays the same, a draw is a function of the seed and the number
 * of the trial, never of what was trained before; when it changes, trials that have begun keep
 * their values. Errors of the text are told before anything is drawn.
 */
package org.logoformer.jobs.sweep.space;
