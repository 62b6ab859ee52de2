package org.logoformer.config;

import java.util.List;
import org.logoformer.error.ConfigException;

/** The checks that the constructors of this package share. Each names the key and its value. */
final class Require {
  private Require() {}

  static void atLeast(String key, long value, long least) {
    that(value >= least, key, value, "must be at least " + least);
  }

  static void atLeast(String key, double value, double least) {
    that(value >= least, key, value, "must be at least " + least);
  }

  static void positive(String key, double value) {
    that(value > 0, key, value, "must be above 0");
  }

  static void between(String key, double value, double low, double high) {
    that(value >= low && value <= high, key, value, "must be from " + low + " to " + high);
  }

  /** A share that may be 0 but not 1: a dropout rate, a momentum. */
  static void belowOne(String key, double value) {
    that(value >= 0 && value < 1, key, value, "must be at least 0 and below 1");
  }

  static void size(String key, List<?> values, int size) {
    that(values.size() == size, key, values, "must have " + size + " values");
  }

  static void that(boolean condition, String key, Object value, String demand) {
    if (!condition) {
      throw new ConfigException(key + " = " + value + ": " + demand);
    }
  }
}
