package org.logoformer.jobs.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.function.Supplier;
import org.logoformer.error.DataException;
import org.logoformer.metrics.Interval;

/** JSON of metrics, where null stands for NaN. */
public final class Json {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Json() {}

  /**
   * Parses a text.
   *
   * @param file its name for messages
   * @throws DataException if it is not JSON
   */
  public static JsonNode read(String text, String file) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new DataException(file + " is not JSON: " + e.getMessage(), e);
    }
  }

  /**
   * The content of a file of metrics, which can be made again.
   *
   * @throws DataException that also says how, if the content is damaged
   */
  static <T> T metrics(Supplier<T> content) {
    try {
      return content.get();
    } catch (DataException e) {
      throw new DataException(
          e.getMessage() + ". Remove the file, then 'logo evaluate' writes it again", e);
    }
  }

  /** Adds a field with a number, or with null for NaN. */
  public static void put(ObjectNode row, String name, double value) {
    row.put(name, known(value));
  }

  static void put(ObjectNode row, String name, Interval interval) {
    put(row, name, interval.low(), interval.high());
  }

  /** An array; null where a number is not known. */
  public static void put(ObjectNode row, String name, double... values) {
    add(row.putArray(name), values);
  }

  static void add(ArrayNode rows, Interval interval) {
    add(rows.addArray(), interval.low(), interval.high());
  }

  private static void add(ArrayNode array, double... values) {
    for (double value : values) {
      array.add(known(value));
    }
  }

  static void put(ObjectNode row, String name, long[][] counts) {
    row.set(name, JSON.valueToTree(counts));
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : Double.valueOf(value);
  }

  /** The number in a field; NaN if the field is null or absent. */
  static double number(JsonNode row, String name) {
    JsonNode value = row.path(name);
    return value.isNumber() ? value.asDouble() : Double.NaN;
  }
}
