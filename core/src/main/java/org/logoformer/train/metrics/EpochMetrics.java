package org.logoformer.train.metrics;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.logoformer.error.Message;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundBytes;
import org.logoformer.train.round.RoundTimes;

/**
 * The figures of an epoch that is done.
 *
 * @param epoch from 1
 * @param loss mean over the clips of the epoch, each at the parameters it was trained at
 * @param clips trained on
 * @param rounds averages
 * @param dropped results of workers that were too slow to count
 * @param times of training, without the test
 * @param bytes moved between processes
 * @param scores on the test split, if it was tested after this epoch
 * @param validation on the part of the training clips that was held out, if there is one
 */
public record EpochMetrics(
    int epoch,
    double loss,
    long clips,
    int rounds,
    int dropped,
    RoundTimes times,
    RoundBytes bytes,
    Optional<Scores> scores,
    Optional<Scores> validation) {
  private static final double MEGABYTE = 1e6;

  /** Seconds of training, without the test. */
  public double seconds() {
    return times.total() / 1e9;
  }

  /** Clips trained on per second, all workers together. */
  public double clipsPerSecond() {
    return seconds() > 0 ? clips / seconds() : 0;
  }

  /** Share of the time in which workers waited for data, mean over workers. */
  public double waiting() {
    return times.share(Phase.DATA);
  }

  /** Share of the time in which no worker trained for the sake of averaging. */
  public double averaging() {
    return times.share(Phase.BROADCAST, Phase.SCHEDULING, Phase.REDUCE, Phase.APPLY);
  }

  /** The same epoch, tested. */
  public EpochMetrics tested(Scores newScores, Optional<Scores> newValidation) {
    return new EpochMetrics(
        epoch, loss, clips, rounds, dropped, times, bytes, Optional.of(newScores), newValidation);
  }

  /** The same epoch with the checkpoint at its end. */
  public EpochMetrics checkpointed(long nanos) {
    RoundTimes with = times.plus(Phase.CHECKPOINT, nanos);
    return new EpochMetrics(epoch, loss, clips, rounds, dropped, with, bytes, scores, validation);
  }

  /** One readable line. */
  public String line(int epochs) {
    String head = String.format(Locale.ROOT, "epoch %d/%d  loss %.4f", epoch, epochs, loss);
    String tail = String.format(Locale.ROOT, "  %.1f clips/s  %.1f s", clipsPerSecond(), seconds());
    String tested = scores.map(EpochMetrics::text).orElse("") + validationText();
    return head + tested + tail + where() + traffic();
  }

  /** Shares of at least half a percent; averaging stands for the phases it consists of. */
  private String where() {
    StringBuilder parts = new StringBuilder();
    add(parts, "data", waiting());
    add(parts, "stragglers", times.share(Phase.STRAGGLERS));
    add(parts, "averaging", averaging());
    if (averaging() >= 0.005) {
      parts.append(
          Message.of(
              " (out %.0f, start %.0f, reduce %.0f, apply %.0f)",
              100 * times.share(Phase.BROADCAST),
              100 * times.share(Phase.SCHEDULING),
              100 * times.share(Phase.REDUCE),
              100 * times.share(Phase.APPLY)));
    }
    add(parts, "checkpoint", times.share(Phase.CHECKPOINT));
    if (dropped > 0) {
      parts.append("  ").append(dropped).append(" dropped");
    }
    return parts.toString();
  }

  private static void add(StringBuilder parts, String name, double share) {
    if (share >= 0.005) {
      parts.append(String.format(Locale.ROOT, "  %s %.0f %%", name, 100 * share));
    }
  }

  private String traffic() {
    return bytes.driver() == 0
        ? ""
        : Message.of(
            "  %.1f MB out, %.1f MB in", bytes.broadcast() / MEGABYTE, bytes.driver() / MEGABYTE);
  }

  private String validationText() {
    return validation.map(v -> Message.of("  validation uar %.4f", v.uar())).orElse("");
  }

  private static String text(Scores scores) {
    String recalls =
        scores.recalls().stream()
            .map(r -> r.isNaN() ? "-" : String.format(Locale.ROOT, "%.2f", r))
            .collect(Collectors.joining(" "));
    return Message.of("  uar %.4f  war %.4f  recalls %s", scores.uar(), scores.war(), recalls);
  }
}
