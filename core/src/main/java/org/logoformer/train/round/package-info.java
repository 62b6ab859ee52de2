/**
 * One round: each worker takes its steps from the common state, and the results become the next
 * state. Begin with {@link org.logoformer.train.round.LocalRound}, then {@link
 * org.logoformer.train.round.Averaging}; {@link org.logoformer.train.round.LocalRounds} puts them
 * together in one thread. What follows training at fixed parameters is here too: {@link
 * org.logoformer.train.round.Recalibration} and {@link org.logoformer.train.round.Testing}.
 *
 * <p>Contract: a round is a pure function of its start state, its part of the plan and the seed.
 * Everything that counts (examples, losses, times) travels in results; a worker's failure is a
 * value, not an exception.
 */
package org.logoformer.train.round;
