/**
 * What is searched: axes over configuration keys, each with a distribution of values, and draws
 * from them. Begin with {@link org.logoformer.jobs.sweep.space.Space}.
 *
 * <p>Contract: a draw is a function of the seed and the number of the trial, never of what was
 * drawn or trained before. Errors of the text are told before anything is drawn.
 */
package org.logoformer.jobs.sweep.space;
