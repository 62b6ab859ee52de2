package org.logoformer.jobs.sweep.space;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.logoformer.config.SweepConfig;
import org.logoformer.error.ConfigException;

/** The values of an axis. */
sealed interface Distribution {
  /**
   * The value at a quantile, as it is written in a configuration.
   *
   * @param u in [0, 1)
   */
  String at(double u);

  /** Whether the text of a value, or another text of the same number, can come. */
  boolean holds(String value);

  /** How a picture shows it. */
  Scale scale();

  /** What an axis may say. */
  String FORMS =
      "uniform(0.1, 0.9), log-uniform(1e-3, 1e-1), int(2, 8) or choice(a, b), with 'if key = value' behind it or not";

  Pattern FORM = Pattern.compile("([a-z-]+)\\s*\\((.*)\\)");

  /**
   * Reads {@code name(a, b)}.
   *
   * @throws ConfigException if it is none of {@value #FORMS}, or its range is empty
   */
  static Distribution of(String text, String axis) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw refused(axis, "must read \"key = " + FORMS + "\"");
    }
    List<String> values = SweepConfig.values(form.group(2));
    if (values.stream().anyMatch(String::isEmpty)) {
      throw refused(axis, "has an empty value");
    }
    return switch (form.group(1)) {
      case "uniform" -> new Uniform(number(values, 0, axis), end(values, axis));
      case "log-uniform" -> {
        double low = number(values, 0, axis);
        if (low <= 0) {
          throw refused(axis, "must begin above 0: a logarithm has no other");
        }
        yield new LogUniform(low, end(values, axis));
      }
      case "int" -> new Whole(whole(values, 0, axis), whole(values, 1, axis));
      case "choice" -> new Choice(values, axis);
      default -> throw refused(axis, "has no distribution %s: %s".formatted(form.group(1), FORMS));
    };
  }

  /** Every number of a range equally. */
  record Uniform(double low, double high) implements Distribution {
    @Override
    public Scale scale() {
      return Scale.LINEAR;
    }

    @Override
    public String at(double u) {
      return text(low + u * (high - low), low, high);
    }

    @Override
    public boolean holds(String value) {
      return false;
    }
  }

  /** Every order of magnitude of a range equally. */
  record LogUniform(double low, double high) implements Distribution {
    @Override
    public Scale scale() {
      return Scale.LOGARITHMIC;
    }

    @Override
    public String at(double u) {
      // StrictMath: a draw must be the same on every machine.
      double from = StrictMath.log(low);
      return text(StrictMath.exp(from + u * (StrictMath.log(high) - from)), low, high);
    }

    @Override
    public boolean holds(String value) {
      return false;
    }
  }

  /** Every whole number of a range equally, both ends included. */
  record Whole(long low, long high) implements Distribution {
    @Override
    public Scale scale() {
      return Scale.LINEAR;
    }

    @Override
    public String at(double u) {
      return Long.toString(Math.min(high, low + (long) (u * (high - low + 1))));
    }

    @Override
    public boolean holds(String value) {
      return value.matches("-?\\d{1,18}")
          && Long.parseLong(value) >= low
          && Long.parseLong(value) <= high;
    }
  }

  /** Every value of a list equally. */
  record Choice(List<String> values) implements Distribution {
    @Override
    public Scale scale() {
      return Scale.CATEGORIES;
    }

    public Choice {
      values = List.copyOf(values);
    }

    private Choice(List<String> values, String axis) {
      this(values);
      for (int i = 0; i < values.size(); i++) {
        for (int j = 0; j < i; j++) {
          if (Condition.isSame(values.get(i), values.get(j))) {
            throw refused(axis, "has %s twice".formatted(values.get(i)));
          }
        }
      }
    }

    @Override
    public String at(double u) {
      return values.get((int) (u * values.size()));
    }

    @Override
    public boolean holds(String value) {
      return values.stream().anyMatch(v -> Condition.isSame(v, value));
    }
  }

  /** Six digits are enough for people and for a search. */
  private static String text(double value, double low, double high) {
    double rounded = BigDecimal.valueOf(value).round(new MathContext(6)).doubleValue();
    return Double.toString(Math.max(low, Math.min(high, rounded)));
  }

  private static double end(List<String> values, String axis) {
    double low = number(values, 0, axis);
    double high = number(values, 1, axis);
    if (!(low < high)) {
      throw refused(axis, "is an empty range: %s is not below %s".formatted(low, high));
    }
    return high;
  }

  private static double number(List<String> values, int index, String axis) {
    requireTwo(values, axis);
    try {
      double number = Double.parseDouble(values.get(index));
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw refused(axis, "must have two numbers, not " + values.get(index));
    }
    throw refused(axis, "must have two finite numbers");
  }

  private static long whole(List<String> values, int index, String axis) {
    requireTwo(values, axis);
    if (!values.get(index).matches("-?\\d{1,9}")) {
      throw refused(axis, "must have two whole numbers, not " + values.get(index));
    }
    long number = Long.parseLong(values.get(index));
    if (index == 1 && number < Long.parseLong(values.get(0))) {
      throw refused(axis, "is an empty range: %s is above %d".formatted(values.get(0), number));
    }
    return number;
  }

  private static void requireTwo(List<String> values, String axis) {
    if (values.size() != 2) {
      throw refused(axis, "must have two ends, such as uniform(0.1, 0.9)");
    }
  }

  /** What is wrong with an axis. */
  static ConfigException refused(String axis, String why) {
    return new ConfigException("sweep.space: \"" + axis + "\" " + why);
  }
}
