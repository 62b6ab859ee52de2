package org.logoformer.train.round;

import java.io.Serializable;

/**
 * Why a worker's result does not count. A value and not an exception, because a cluster answers an
 * exception by trying the same again.
 *
 * @param step optimiser steps since the start of training
 * @param origin where the data of that step lies
 */
public record Failure(Kind kind, long step, String origin, String message) implements Serializable {
  /** What went wrong. */
  public enum Kind {
    /** A loss or parameter that is not finite. */
    DIVERGED,
    /** Data that is missing or broken. */
    DATA,
    /** An operation that no kernels of its machine compute rightly. */
    KERNELS,
    /** It took longer than its share allows; the round goes on without it. */
    LATE
  }
}
