package org.logoformer.jobs.sweep.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A trial as {@code sweep.json} has it.
 *
 * @param settings values by key, in the order of the axes
 * @param state such as {@code finished}
 * @param reason why it ended early; empty if it did not
 * @param uar of the last test, NaN before the first
 * @param war likewise
 * @param scores UAR by epochs, of every test
 */
record TrialRow(
    String name,
    Map<String, String> settings,
    String state,
    String reason,
    double uar,
    double war,
    int epochs,
    double seconds,
    NavigableMap<Integer, Double> scores) {
  static TrialRow of(JsonNode row) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (JsonNode setting : row.path("settings")) {
      String text = setting.asText();
      settings.put(text.substring(0, text.indexOf('=')), text.substring(text.indexOf('=') + 1));
    }
    NavigableMap<Integer, Double> scores = new TreeMap<>();
    row.path("scores").forEach(s -> scores.put(s.path("epoch").asInt(), number(s, "uar")));
    int epochs = row.path("epochs").asInt();
    double uar = number(row, "uar");
    // Earlier versions kept the last test only.
    if (scores.isEmpty() && epochs > 0) {
      scores.put(epochs, uar);
    }
    scores.values().removeIf(s -> Double.isNaN(s));
    return new TrialRow(
        row.path("trial").asText(),
        settings,
        row.path("state").asText(),
        row.path("reason").asText(),
        uar,
        number(row, "war"),
        epochs,
        row.path("seconds").asDouble(),
        scores);
  }

  boolean is(String wanted) {
    return state.equals(wanted);
  }

  /** The value on an axis; empty if the trial has none. */
  String value(String key) {
    return settings.getOrDefault(key, "");
  }

  private static double number(JsonNode node, String key) {
    return node.path(key).isNumber() ? node.path(key).asDouble() : Double.NaN;
  }
}
