/**
 * Rounds in sequence. Begin with {@link org.logoformer.train.run.Trainer}, which trains in this
 * process and is the reference for every other way of training; {@link
 * org.logoformer.train.run.Epoch} is the part that it shares with the Spark job.
 *
 * <p>Contract: state to state; effects (progress, metrics, checkpoints) are up to listeners.
 */
package org.logoformer.train.run;
