package org.logoformer.jobs.bench.quality;

import org.logoformer.jobs.bench.quality.Choice.Normalisation;

/**
 * What came out of a training.
 *
 * @param pooled test UAR with the statistics pooled over the workers; NaN if it diverged
 * @param recalibrated test UAR with statistics made anew; NaN if it diverged
 * @param loss mean training loss of the last round; NaN if it diverged
 * @param seconds of training and tests
 */
record Figures(double pooled, double recalibrated, double loss, double seconds) {
  /** A training that left the finite numbers. */
  static Figures diverged(double seconds) {
    return new Figures(Double.NaN, Double.NaN, Double.NaN, seconds);
  }

  boolean isDiverged() {
    return Double.isNaN(pooled);
  }

  double uar(Normalisation normalisation) {
    return switch (normalisation) {
      case POOLED -> pooled;
      case RECALIBRATED -> recalibrated;
    };
  }
}
