package org.logoformer.config;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Block {@code spark}.
 *
 * @param master empty: what spark-submit says, or local[*]
 * @param conf passed to Spark as they are, by full key
 */
public record SparkConfig(String master, Map<String, String> conf) {
  public SparkConfig {
    conf = Collections.unmodifiableMap(new TreeMap<>(conf));
  }
}
