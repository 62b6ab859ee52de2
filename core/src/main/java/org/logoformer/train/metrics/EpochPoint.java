package org.logoformer.train.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.logoformer.train.round.RoundBytes;
import org.logoformer.train.round.RoundTimes;

/**
 * One epoch of the training log; NaN where the log has no value.
 *
 * @param epoch number from 1
 * @param time when it was known
 * @param lr learning rate, before factors by part of the network
 * @param loss mean training loss of the epoch
 * @param uar unweighted average recall on the test split
 * @param war accuracy on the test split
 * @param clipsPerSecond trained clips per second of wall time
 * @param seconds wall time of the epoch
 * @param rounds averages in it
 * @param dropped results of workers that were too slow to count
 * @param times where the wall time went; no time if the log does not say
 * @param bytes moved between processes
 * @param recalls by class on the test split; empty if it was not tested
 * @param validationUar unweighted average recall on the part of the training clips that was held
 *     out
 */
public record EpochPoint(
    int epoch,
    Optional<Instant> time,
    double lr,
    double loss,
    double uar,
    double war,
    double clipsPerSecond,
    double seconds,
    int rounds,
    int dropped,
    RoundTimes times,
    RoundBytes bytes,
    List<Double> recalls,
    double validationUar) {
  /** Copies the list. */
  public EpochPoint {
    recalls = List.copyOf(recalls);
  }
}
