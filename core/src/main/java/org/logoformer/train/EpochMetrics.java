package org.logoformer.train;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of an epoch.
 *
 * @param epoch from 1
 * @param loss mean over the clips of the epoch, each at the parameters it was trained at
 * @param clips trained on
 * @param seconds of training, without the test
 * @param waiting share of the time in which workers waited for data, mean over workers
 * @param averaging share of the time in which no worker trained: broadcast, reduction, scheduling
 * @param scores on the test split, if it was tested after this epoch
 */
public record EpochMetrics(
    int epoch,
    double loss,
    long clips,
    double seconds,
    double waiting,
    double averaging,
    Optional<Scores> scores) {
  /** Clips trained on per second, all workers together. */
  public double clipsPerSecond() {
    return seconds > 0 ? clips / seconds : 0;
  }

  /** The same epoch, tested. */
  public EpochMetrics tested(Scores newScores) {
    return new EpochMetrics(
        epoch, loss, clips, seconds, waiting, averaging, Optional.of(newScores));
  }

  /** One readable line. */
  public String line(int epochs) {
    String head = String.format(Locale.ROOT, "epoch %d/%d  loss %.4f", epoch, epochs, loss);
    String tail =
        String.format(
            Locale.ROOT,
            "  %.1f clips/s  waiting %.0f %%  averaging %.0f %%  %.1f s",
            clipsPerSecond(),
            100 * waiting,
            100 * averaging,
            seconds);
    return head + scores.map(EpochMetrics::text).orElse("") + tail;
  }

  private static String text(Scores scores) {
    String recalls =
        scores.recalls().stream()
            .map(r -> r.isNaN() ? "-" : String.format(Locale.ROOT, "%.2f", r))
            .collect(Collectors.joining(" "));
    return String.format(
        Locale.ROOT, "  uar %.4f  war %.4f  recalls %s", scores.uar(), scores.war(), recalls);
  }
}
