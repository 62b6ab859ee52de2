package org.logoformer.jobs.sweep.space;

import java.util.Map;

/**
 * When an axis is drawn.
 *
 * @param key of an axis before it
 * @param value that it must have
 */
record Condition(String key, String value) {
  /**
   * @param drawn values by key so far; an axis that was not drawn is not there
   */
  boolean holds(Map<String, String> drawn) {
    return drawn.containsKey(key) && isSame(drawn.get(key), value);
  }

  /** Whether two texts are one value: 0.10 is 0.1. */
  static boolean isSame(String a, String b) {
    return Meaning.of(a).equals(Meaning.of(b));
  }
}
