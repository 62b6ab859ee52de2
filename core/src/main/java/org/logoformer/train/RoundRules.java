package org.logoformer.train;

import java.io.Serializable;
import org.logoformer.config.TrainConfig.Momentum;

/**
 * What every worker of a training goes by.
 *
 * @param seed keys the generator of networks that draw from ND4J's
 * @param prefetch mini-batches read ahead; 0 reads in the training thread
 */
public record RoundRules(long seed, Momentum momentum, int prefetch) implements Serializable {}
