package org.logoformer.train.metrics;

import java.util.List;

/**
 * What a training log tells, each round and each epoch once.
 *
 * @param rounds by epoch and round
 * @param epochs that are complete, by number
 */
public record History(List<RoundPoint> rounds, List<EpochPoint> epochs) {
  /** Copies the lists. */
  public History {
    rounds = List.copyOf(rounds);
    epochs = List.copyOf(epochs);
  }

  /** The rounds of an epoch, from 1. */
  public List<RoundPoint> rounds(int epoch) {
    return rounds.stream().filter(r -> r.epoch() == epoch).toList();
  }
}
