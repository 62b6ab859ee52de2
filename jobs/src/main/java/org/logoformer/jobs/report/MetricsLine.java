package org.logoformer.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;

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
        number(line, "data_share"),
        number(line, "averaging_share"));
  }

  private static double number(JsonNode line, String name) {
    JsonNode value = line.path(name);
    return value.isNumber() ? value.asDouble() : Double.NaN;
  }
}
