package org.logoformer.train.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Which worker sees what, and when, in one epoch: one order of all references cut into global
 * batches (the last may be short and is kept), each divided over the workers in order. Depends on
 * the seed, the epoch, the references, how they are shuffled, the batch and the number of workers,
 * and on nothing else. The order does not depend on the number of workers.
 *
 * @param epoch from 0
 * @param batch references per step over all workers
 * @param shuffled the references in the order in which they are trained on
 */
public record EpochPlan(int epoch, int batch, int workers, List<String> shuffled) {
  /** The plan of an epoch in which all references are shuffled. */
  public static EpochPlan of(
      long seed, int epoch, List<String> references, int batch, int workers) {
    return of(seed, epoch, references, Shuffle.GLOBAL, batch, workers);
  }

  /**
   * The plan of an epoch.
   *
   * @param epoch from 0
   * @param references what is trained on, in an order that does not vary
   * @param batch references per step over all workers
   * @param workers at least 1
   */
  public static EpochPlan of(
      long seed, int epoch, List<String> references, Shuffle shuffle, int batch, int workers) {
    if (batch < 1 || workers < 1) {
      throw new IllegalArgumentException(
          "A plan needs a batch and workers, not " + batch + " and " + workers);
    }
    return new EpochPlan(epoch, batch, workers, shuffle.order(seed, epoch, references));
  }

  /** Optimiser steps of the epoch. */
  public int steps() {
    return ceilDiv(shuffled.size(), batch);
  }

  /** Rounds of the epoch when {@code stepsPerRound} steps lie between averages. */
  public int rounds(int stepsPerRound) {
    return ceilDiv(steps(), stepsPerRound);
  }

  /**
   * A round of the epoch.
   *
   * @param index from 0 to {@code rounds(stepsPerRound) - 1}
   * @param stepsPerRound the averaging frequency H; the last round may have fewer
   * @param firstStep optimiser steps since the start of training before this round
   */
  public Round round(int index, int stepsPerRound, long firstStep) {
    int from = index * stepsPerRound;
    int to = from + Math.min(steps() - from, stepsPerRound);
    List<Share> shares = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      List<Step> steps = new ArrayList<>();
      for (int step = from; step < to; step++) {
        steps.add(new Step(firstStep + step - from, part(step, worker)));
      }
      shares.add(new Share(worker, epoch, steps));
    }
    return new Round(epoch, index, to - from, shares);
  }

  private List<String> part(int step, int worker) {
    int start = step * batch;
    int size = Math.min(batch, shuffled.size() - start);
    int base = size / workers;
    int larger = size % workers;
    int from = start + worker * base + Math.min(worker, larger);
    return shuffled.subList(from, from + base + (worker < larger ? 1 : 0));
  }

  static int ceilDiv(int a, int b) {
    return a / b + (a % b == 0 ? 0 : 1);
  }
}
