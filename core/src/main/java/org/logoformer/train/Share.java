package org.logoformer.train;

import java.io.Serializable;
import java.util.List;

/**
 * What one worker does in one round.
 *
 * @param worker from 0
 * @param epoch the epoch in progress, from 0
 * @param steps in order
 */
public record Share(int worker, int epoch, List<Step> steps) implements Serializable {
  public Share {
    steps = List.copyOf(steps);
  }
}
