package org.logoformer.config;

import org.logoformer.error.ConfigException;

/** From low to high, low not above high; written {@code [low, high]}. */
public record Range(double low, double high) {
  public Range {
    if (!(low <= high)) {
      throw new ConfigException(
          "[%s, %s] is no range: the first number must not be above the second"
              .formatted(low, high));
    }
  }

  @Override
  public String toString() {
    return "[" + low + ", " + high + "]";
  }
}
