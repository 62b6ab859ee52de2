package org.logoformer.train.plan;

import java.io.Serializable;
import java.util.List;

/**
 * What one worker does in one round.
 *
 * @param worker from 0
 * @param epoch the epoch in progress, from 0
 * @param steps in order
 * @param limitNanos after which the worker takes no further step and brings nothing
 */
public record Share(int worker, int epoch, List<Step> steps, long limitNanos)
    implements Serializable {
  /** A share without a limit. */
  public Share(int worker, int epoch, List<Step> steps) {
    this(worker, epoch, steps, Long.MAX_VALUE);
  }

  public Share {
    steps = List.copyOf(steps);
  }
}
