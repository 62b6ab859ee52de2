package org.logoformer.train.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundBytes;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.round.RoundTimes;

/**
 * Lines of {@code metrics.jsonl}. Epochs and rounds count from 1; durations are in seconds, {@code
 * time} is when the line was known first, in ISO 8601 and UTC. Runs that compute the same differ in
 * durations and {@code time} only.
 */
final class MetricsLine {
  private static final double NANOS = 1e9;

  private MetricsLine() {}

  /**
   * When a line was known, and what was trained with.
   *
   * @param lr learning rate of the epoch, before factors by part of the network
   */
  record Stamp(Instant time, double lr) {}

  static ObjectNode of(EpochMetrics metrics, Stamp stamp) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("kind", "epoch");
    line.put("epoch", metrics.epoch());
    put(line, stamp);
    line.put("loss", metrics.loss());
    metrics.scores().ifPresent(scores -> put(line, scores, metrics.validation()));
    line.put("clips", metrics.clips());
    line.put("clips_per_second", metrics.clipsPerSecond());
    line.put("rounds", metrics.rounds());
    line.put("dropped", metrics.dropped());
    put(line, metrics.times(), metrics.bytes());
    line.put("data_share", metrics.waiting());
    line.put("averaging_share", metrics.averaging());
    return line;
  }

  /** What a line about a whole epoch says, of this or an earlier version. */
  static EpochPoint epoch(JsonNode line) {
    return new EpochPoint(
        line.path("epoch").asInt(),
        time(line),
        number(line, "lr"),
        number(line, "loss"),
        number(line, "uar"),
        number(line, "war"),
        number(line, "clips_per_second"),
        number(line, "seconds"),
        line.path("rounds").asInt(),
        line.path("dropped").asInt(),
        times(line.path("times")),
        bytes(line.path("bytes")),
        recalls(line),
        number(line.path("validation"), "uar"));
  }

  private static List<Double> recalls(JsonNode line) {
    List<Double> recalls = new ArrayList<>();
    line.path("recalls").forEach(r -> recalls.add(r.asDouble(Double.NaN)));
    return recalls;
  }

  /** What a line about a round says, of this or an earlier version. */
  static RoundPoint round(JsonNode line) {
    return new RoundPoint(
        line.path("epoch").asInt(),
        line.path("round").asInt(),
        line.path("step").asLong(),
        time(line),
        number(line, "lr"),
        number(line, "loss"));
  }

  /** The line of an epoch with what a later test found, where it would have stood. */
  static ObjectNode tested(ObjectNode epoch, Scores scores, Optional<Scores> validation) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    epoch
        .fields()
        .forEachRemaining(
            field -> {
              if (!line.has(field.getKey())) {
                line.set(field.getKey(), field.getValue());
              }
              if (field.getKey().equals("loss")) {
                put(line, scores, validation);
              }
            });
    return line;
  }

  /** Whether a line is about the whole of an epoch and not about a round. */
  static boolean isOfEpoch(JsonNode line) {
    return "epoch".equals(line.path("kind").asText());
  }

  static boolean isOfRound(JsonNode line) {
    return "round".equals(line.path("kind").asText());
  }

  /** Whether a line is about the whole of this epoch, from 1. */
  static boolean isOfEpoch(JsonNode line, int epoch) {
    return isOfEpoch(line) && line.path("epoch").asInt() == epoch;
  }

  private static void put(ObjectNode line, Stamp stamp) {
    line.put("time", stamp.time().truncatedTo(ChronoUnit.MILLIS).toString());
    line.put("lr", stamp.lr());
  }

  private static void put(ObjectNode line, Scores test, Optional<Scores> validation) {
    put(line, test);
    validation.ifPresent(scores -> put(line.putObject("validation"), scores));
  }

  private static void put(ObjectNode line, Scores scores) {
    line.put("uar", scores.uar());
    line.put("war", scores.war());
    ArrayNode recalls = line.putArray("recalls");
    scores.recalls().forEach(r -> add(recalls, r));
    line.put("test_clips", scores.clips());
  }

  static ObjectNode of(EpochPlan plan, RoundResult result, Stamp stamp) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("kind", "round");
    line.put("epoch", plan.epoch() + 1);
    line.put("round", result.state().position().round());
    line.put("step", result.state().position().step());
    put(line, stamp);
    line.put("loss", result.loss());
    line.put("clips", result.examples());
    line.put("dropped", result.dropped());
    if (!result.inexact().isEmpty()) {
      result.inexact().forEach(line.putArray("inexact_workers")::add);
    }
    if (result.lost() > 0) {
      line.put("lost_attempts", result.lost());
    }
    put(line, result.times(), result.bytes());
    return line;
  }

  private static void put(ObjectNode line, RoundTimes times, RoundBytes bytes) {
    line.put("seconds", times.total() / NANOS);
    ObjectNode parts = line.putObject("times");
    for (Phase phase : Phase.values()) {
      parts.put(phase.label(), times.of(phase) / NANOS);
    }
    line.putObject("bytes")
        .put("broadcast", bytes.broadcast())
        .put("driver", bytes.driver())
        .put("shuffle", bytes.shuffle());
  }

  private static RoundTimes times(JsonNode seconds) {
    RoundTimes times = RoundTimes.ZERO;
    for (Phase phase : Phase.values()) {
      times = times.plus(phase, Math.round(NANOS * seconds.path(phase.label()).asDouble()));
    }
    return times;
  }

  private static RoundBytes bytes(JsonNode bytes) {
    return new RoundBytes(
        bytes.path("broadcast").asLong(),
        bytes.path("driver").asLong(),
        bytes.path("shuffle").asLong());
  }

  private static Optional<Instant> time(JsonNode line) {
    try {
      return Optional.of(Instant.parse(line.path("time").asText()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static double number(JsonNode line, String name) {
    JsonNode value = line.path(name);
    return value.isNumber() ? value.asDouble() : Double.NaN;
  }

  /** Whether a line is about something at or before {@code position}. */
  static boolean isBefore(JsonNode line, Position position) {
    int epoch = line.path("epoch").asInt();
    if (epoch <= position.epoch()) {
      return true;
    }
    return isOfRound(line)
        && epoch == position.epoch() + 1
        && line.path("round").asInt() <= position.round();
  }

  private static void add(ArrayNode array, double value) {
    if (Double.isNaN(value)) {
      array.addNull();
    } else {
      array.add(value);
    }
  }
}
