/**
 * Training by parameter averaging, without a cluster: an epoch is a seeded plan, the plan falls
 * into rounds, and a round takes a state to the next state.
 *
 * <p>Begin with {@link org.logoformer.train.run.Trainer}, then read {@link
 * org.logoformer.train.round.LocalRound} (what one worker does) and {@link
 * org.logoformer.train.round.Averaging} (how workers become one state). The single-machine trainer
 * and the Spark job run the same two.
 *
 * <p>The packages, each built on the ones before it: {@code plan} (who sees what, and when), {@code
 * state} (what training goes on from), {@code source} (networks and mini-batches), {@code round},
 * {@code metrics}, {@code resume} and {@code run}.
 *
 * <p>Contract: a round is a pure function of its start state, its part of the plan and the seed.
 */
package org.logoformer.train;
