package org.logoformer.train.plan;

import java.io.Serializable;

/**
 * How far a training has come.
 *
 * @param epoch epochs completed
 * @param round rounds completed in the epoch that follows
 * @param rounds rounds completed since the start
 * @param step optimiser steps since the start; a step in which several workers take part counts
 *     once
 */
public record Position(int epoch, int round, long rounds, long step) implements Serializable {
  /** Nothing done yet. */
  public static final Position START = new Position(0, 0, 0, 0);

  /** The position one round later, in which {@code steps} steps were taken. */
  public Position afterRound(int steps) {
    return new Position(epoch, round + 1, rounds + 1, step + steps);
  }

  /** The position at the end of the epoch in progress. */
  public Position afterEpoch() {
    return new Position(epoch + 1, 0, rounds, step);
  }
}
