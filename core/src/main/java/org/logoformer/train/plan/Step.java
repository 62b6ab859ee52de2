package org.logoformer.train.plan;

import java.io.Serializable;
import java.util.List;

/**
 * One worker's part of one optimiser step.
 *
 * @param number optimiser steps before this one since the start of training
 * @param references what the mini-batch is made of, in order; empty if the worker sits this step
 *     out
 */
public record Step(long number, List<String> references) implements Serializable {
  public Step {
    references = List.copyOf(references);
  }
}
