package org.logoformer.jobs.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The values that an axis spans, and those it names: multiples of 1, 2, 2.5 or 5 times a power of
 * ten.
 */
record Axis(double low, double high, double step) {
  private static final double[] STEPS = {1, 2, 2.5, 5, 10};

  /** An axis that begins and ends at a named value and holds all of {@code low..high}. */
  static Axis around(double low, double high, int about) {
    double widened = high > low ? 0 : low == 0 ? 0.5 : Math.abs(low) / 20;
    double step = step((high - low + 2 * widened) / about, 0);
    return new Axis(
        Math.floor((low - widened) / step + 1e-9) * step,
        Math.ceil((high + widened) / step - 1e-9) * step,
        step);
  }

  /** An axis of whole numbers that spans exactly {@code low..high}. */
  static Axis ofCounts(double low, double high, int about) {
    double widened = high > low ? 0 : 1;
    return new Axis(low - widened, high + widened, step((high - low + 2 * widened) / about, 1));
  }

  private static double step(double raw, double least) {
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    for (double step : STEPS) {
      boolean whole = least == 0 || step * power == Math.rint(step * power);
      if (whole && step * power >= raw - 1e-12 * power) {
        return Math.max(least, step * power);
      }
    }
    return Math.max(least, 10 * power);
  }

  /** The values that are named, rising. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    for (long i = Math.round(Math.ceil(low / step - 1e-9)); i * step <= high + 1e-9 * step; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** Where a value lies, 0 at the low end and 1 at the high one. */
  double share(double value) {
    return (value - low) / (high - low);
  }

  /** A named value with the digits that tell it from its neighbours. */
  String text(double tick) {
    if (tick == 0) {
      return "0";
    }
    if (Math.max(Math.abs(low), Math.abs(high)) < 1e-3) {
      return String.format(Locale.ROOT, "%.1e", tick).replace(".0e", "e").replace("e-0", "e-");
    }
    int digits = 0;
    while (digits < 6
        && Math.abs(step * Math.pow(10, digits) - Math.rint(step * Math.pow(10, digits))) > 1e-6) {
      digits++;
    }
    return String.format(Locale.ROOT, "%,." + digits + "f", tick);
  }
}
