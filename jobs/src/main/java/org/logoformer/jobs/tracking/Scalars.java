package org.logoformer.jobs.tracking;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.logoformer.train.metrics.EpochPoint;
import org.logoformer.train.metrics.RoundPoint;

/**
 * What other programs are told of one step: {@code train/loss} and {@code train/lr} of each round,
 * {@code epoch/loss}, {@code epoch/clips_per_second}, {@code test/uar} and {@code test/war} of each
 * epoch.
 *
 * @param time when it was known
 * @param step optimiser steps since the start of training
 * @param values by tag; none is NaN
 */
record Scalars(Instant time, long step, Map<String, Double> values) {
  /** Those of an epoch, in order. */
  static List<Scalars> of(EpochPoint epoch, List<RoundPoint> rounds) {
    Instant before = rounds.get(0).time().orElse(Instant.EPOCH);
    List<Scalars> all = new ArrayList<>();
    for (RoundPoint round : rounds) {
      Map<String, Double> values = new LinkedHashMap<>();
      put(values, "train/loss", round.loss());
      put(values, "train/lr", round.lr());
      all.add(new Scalars(round.time().orElse(before), round.step(), values));
    }
    Map<String, Double> values = new LinkedHashMap<>();
    put(values, "epoch/loss", epoch.loss());
    put(values, "epoch/clips_per_second", epoch.clipsPerSecond());
    put(values, "test/uar", epoch.uar());
    put(values, "test/war", epoch.war());
    put(values, "validation/uar", epoch.validationUar());
    long last = rounds.get(rounds.size() - 1).step();
    all.add(new Scalars(epoch.time().orElse(before), last, values));
    return all;
  }

  private static void put(Map<String, Double> values, String tag, double value) {
    if (!Double.isNaN(value)) {
      values.put(tag, value);
    }
  }
}
