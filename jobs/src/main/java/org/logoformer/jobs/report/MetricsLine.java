package org.logoformer.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundBytes;
import org.logoformer.train.round.RoundTimes;

/** A line of {@code metrics.jsonl}, as the trainer writes it. */
final class MetricsLine {
  private MetricsLine() {}

  /** Whether the line is about a whole epoch, not a round. */
  static boolean isEpoch(JsonNode line) {
    return "epoch".equals(line.path("kind").asText());
  }

  static EpochPoint epoch(JsonNode line) {
    return new EpochPoint(
        line.path("epoch").asInt(),
        number(line, "loss"),
        number(line, "uar"),
        number(line, "war"),
        number(line, "clips_per_second"),
        number(line, "seconds"),
        line.path("rounds").asInt(),
        line.path("dropped").asInt(),
        times(line.path("times")),
        bytes(line.path("bytes")));
  }

  private static RoundTimes times(JsonNode seconds) {
    RoundTimes times = RoundTimes.ZERO;
    for (Phase phase : Phase.values()) {
      times = times.plus(phase, Math.round(1e9 * seconds.path(phase.label()).asDouble()));
    }
    return times;
  }

  private static RoundBytes bytes(JsonNode bytes) {
    return new RoundBytes(
        bytes.path("broadcast").asLong(),
        bytes.path("driver").asLong(),
        bytes.path("shuffle").asLong());
  }

  private static double number(JsonNode line, String name) {
    JsonNode value = line.path(name);
    return value.isNumber() ? value.asDouble() : Double.NaN;
  }
}
