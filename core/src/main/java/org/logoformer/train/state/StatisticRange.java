package org.logoformer.train.state;

import java.io.Serializable;

/**
 * The running statistics of one BatchNorm layer inside the flat parameters.
 *
 * @param mean index of the first running mean
 * @param variance index of the first running variance
 * @param length channels
 */
public record StatisticRange(int mean, int variance, int length) implements Serializable {}
