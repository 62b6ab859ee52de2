package org.logoformer.train.metrics;

import java.time.Instant;
import java.util.Optional;

/**
 * One round of the training log; NaN where the log has no value.
 *
 * @param epoch number from 1
 * @param round number from 1 within the epoch
 * @param step optimiser steps since the start of training, after the round
 * @param time when it was known
 * @param lr learning rate, before factors by part of the network
 * @param loss mean training loss of the round
 */
public record RoundPoint(
    int epoch, int round, long step, Optional<Instant> time, double lr, double loss) {}
