package org.logoformer.nn;

/** What a network is built for. */
public enum Purpose {
  /** Keeps activations and has a backward pass. */
  TRAINING,
  /** Normalises with running statistics; reuses the memory of activations. */
  INFERENCE,
  /** As in training, but computes also what nobody reads, as papers count it. Never run. */
  COUNTING
}
