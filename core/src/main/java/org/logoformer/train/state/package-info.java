/**
 * What training goes on from, and the arithmetic of averaging. Begin with {@link
 * org.logoformer.train.state.TrainingState}.
 *
 * <p>Contract: states and vectors are immutable and lie in host memory outside ND4J, so that two of
 * them are compared bit for bit. Workers are added up in worker order, never in order of
 * completion.
 */
package org.logoformer.train.state;
