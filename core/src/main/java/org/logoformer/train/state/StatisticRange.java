package org.logoformer.train.state;

import java.io.Serializable;

/**
 * Where the flat parameters hold something that is not trained: the running statistics of one
 * BatchNorm layer, or an array that a loss keeps.
 *
 * @param mean index of the first running mean
 * @param variance index of the first running variance; {@link #NONE} if there are none
 * @param length channels
 */
public record StatisticRange(int mean, int variance, int length) implements Serializable {
  private static final int NONE = -1;

  /**
   * Values without a variance: the next state has their plain mean over workers.
   *
   * @param first index of the first one
   */
  public static StatisticRange averaged(int first, int length) {
    return new StatisticRange(first, NONE, length);
  }

  /** Whether they are running statistics, which are pooled. */
  public boolean isPooled() {
    return variance != NONE;
  }
}
