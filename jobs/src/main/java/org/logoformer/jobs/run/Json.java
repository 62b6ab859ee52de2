package org.logoformer.jobs.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.logoformer.error.DataException;
import org.logoformer.metrics.Interval;

/** JSON of metrics: a number that is NaN is null. */
final class Json {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Json() {}

  static JsonNode read(String text, String file) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new DataException(file + " is not JSON: " + e.getMessage(), e);
    }
  }

  static void put(ObjectNode row, String name, double value) {
    if (Double.isNaN(value)) {
      row.putNull(name);
    } else {
      row.put(name, value);
    }
  }

  static void put(ObjectNode row, String name, Interval interval) {
    put(row, name, interval.low(), interval.high());
  }

  static void put(ObjectNode row, String name, double... values) {
    ArrayNode array = row.putArray(name);
    for (double value : values) {
      if (Double.isNaN(value)) {
        array.addNull();
      } else {
        array.add(value);
      }
    }
  }

  static double number(JsonNode row, String name) {
    JsonNode value = row.path(name);
    return value.isNumber() ? value.asDouble() : Double.NaN;
  }
}
