package org.logoformer.train;

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

  Position afterRound(int steps) {
    return new Position(epoch, round + 1, rounds + 1, step + steps);
  }

  Position afterEpoch() {
    return new Position(epoch + 1, 0, rounds, step);
  }
}
