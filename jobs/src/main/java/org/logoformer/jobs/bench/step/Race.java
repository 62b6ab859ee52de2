package org.logoformer.jobs.bench.step;

import java.util.Map;
import java.util.Map.Entry;

/**
 * Seconds for one mini-batch of the same work.
 *
 * @param ours here
 * @param reference here in f32; null if that is ours
 * @param peers in each variant of PyTorch, not empty
 */
record Race(double ours, Double reference, Map<PeerVariant, Double> peers) {

  /** The variant to compare with, and its seconds. */
  Entry<PeerVariant, Double> fastest() {
    return peers.entrySet().stream().min(Entry.comparingByValue()).orElseThrow();
  }

  /** Our speed over the peer's at its best. */
  double ratio() {
    return fastest().getValue() / ours;
  }
}
