package org.logoformer.nn;

/** What an array of the flat vector is for. */
public enum Role {
  /** Moved by its gradient. */
  TRAINED,
  /** A mean of batches, averaged over workers. */
  RUNNING_MEAN,
  /** A variance of batches, pooled over workers. */
  RUNNING_VARIANCE,
  /** Moved by the loss once a step, without a gradient; averaged over workers. */
  AVERAGED
}
