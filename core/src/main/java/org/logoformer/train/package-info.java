/**
 * Training by parameter averaging, without a cluster: an epoch is a seeded plan, the plan falls
 * into rounds, and a round takes a state to the next state.
 *
 * <p>Contract: a round is a pure function of its start state, its part of the plan and the seed.
 * Workers are added up in worker order, never in order of completion, and everything that counts
 * (examples, losses) travels in results. {@link org.logoformer.train.LocalRound} is what one worker
 * does, {@link org.logoformer.train.Reduction} how workers become one state; the single-machine
 * {@link org.logoformer.train.Trainer} and the Spark job run the same two. Progress, metrics and
 * checkpoints hang on {@link org.logoformer.train.TrainingListener}, which only ever reads.
 */
package org.logoformer.train;
