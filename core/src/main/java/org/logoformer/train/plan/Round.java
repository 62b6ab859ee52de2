package org.logoformer.train.plan;

import java.util.List;

/**
 * The work between two averages.
 *
 * @param epoch the epoch in progress, from 0
 * @param index of the round within its epoch, from 0
 * @param steps optimiser steps each worker takes (or sits out)
 * @param shares one per worker, in worker order
 */
public record Round(int epoch, int index, int steps, List<Share> shares) {
  public Round {
    shares = List.copyOf(shares);
  }

  /** The same round, in which no worker takes longer. */
  public Round within(long limitNanos) {
    List<Share> limited =
        shares.stream().map(s -> new Share(s.worker(), s.epoch(), s.steps(), limitNanos)).toList();
    return new Round(epoch, index, steps, limited);
  }
}
