package org.logoformer.config;

import java.util.List;
import java.util.Locale;
import org.logoformer.error.ConfigException;

/** The checks that the constructors of this package share. Each names the key and its value. */
public final class Require {
  private Require() {}

  public static void atLeast(String key, long value, long least) {
    that(value >= least, key, value, "must be at least " + least);
  }

  public static void within(String key, long value, long least, long most) {
    that(
        value >= least && value <= most,
        key,
        value,
        String.format(Locale.ROOT, "must be from %,d to %,d", least, most));
  }

  /** Refuses more clips than one array can hold the numbers of. */
  public static void fits(String key, int value, int clips, ModelConfig model) {
    long numbers = (long) model.frames() * model.size() * model.size() * 3;
    that(
        clips <= Integer.MAX_VALUE / numbers,
        key,
        value,
        "%d clips of %d frames of %d x %d pixels do not fit into an array; at most %d do"
            .formatted(
                clips, model.frames(), model.size(), model.size(), Integer.MAX_VALUE / numbers));
  }

  public static void atLeast(String key, double value, double least) {
    that(value >= least, key, value, "must be at least " + least);
  }

  public static void positive(String key, double value) {
    that(value > 0, key, value, "must be above 0");
  }

  public static void between(String key, double value, double low, double high) {
    that(value >= low && value <= high, key, value, "must be from " + low + " to " + high);
  }

  /** A share that may be 0 but not 1: a dropout rate, a momentum. */
  public static void belowOne(String key, double value) {
    that(value >= 0 && value < 1, key, value, "must be at least 0 and below 1");
  }

  public static void size(String key, List<?> values, int size) {
    that(values.size() == size, key, values, "must have " + size + " values");
  }

  public static void that(boolean condition, String key, Object value, String demand) {
    if (!condition) {
      throw new ConfigException(key + " = " + value + ": " + demand);
    }
  }
}
