package org.logoformer.jobs.bench.quality;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.logoformer.jobs.bench.quality.Choice.Normalisation;

/**
 * What came out of a training.
 *
 * @param pooled test UAR with the statistics pooled over the workers; NaN if it diverged
 * @param recalibrated test UAR with statistics made anew, or as they are where {@code
 *     train.bn-recalibrate} is 0; NaN if it diverged
 * @param shuffled test UAR with the frames of every clip in shuffled order; NaN if it diverged
 * @param loss mean training loss of the last round; NaN if it diverged
 * @param seconds of training and tests
 * @param epochSeconds of an epoch of training, without tests; NaN if it diverged or nobody noted it
 */
record Figures(
    @JsonProperty("uar") double pooled,
    @JsonProperty("uar-recalibrated") double recalibrated,
    @JsonProperty("uar-shuffled") double shuffled,
    @JsonProperty("loss") double loss,
    @JsonProperty("seconds") double seconds,
    @JsonProperty("seconds-epoch") double epochSeconds) {
  /** A training that left the finite numbers. */
  static Figures diverged(double seconds) {
    return new Figures(Double.NaN, Double.NaN, Double.NaN, Double.NaN, seconds, Double.NaN);
  }

  boolean isDiverged() {
    return Double.isNaN(pooled);
  }

  /** How much of the UAR is lost with the order of the frames. */
  double drop() {
    return pooled - shuffled;
  }

  double uar(Normalisation normalisation) {
    return switch (normalisation) {
      case POOLED -> pooled;
      case RECALIBRATED -> recalibrated;
    };
  }
}
