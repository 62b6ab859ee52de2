package org.logoformer.jobs.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** An axis of {@link ParallelPicture} and the value of each trace on it, perhaps none. */
public final class Dimension {
  private static final double[] FACTORS = {1, 2, 5};

  private static final int TICKS = 6;

  /** How much of a category's room its points take: lines through one point are one line. */
  private static final double SPREAD = 0.4;

  /** Where traces without a value go. */
  private static final String UNSET = "not set";

  private final String name;
  private final double[] shares;
  private final List<Tick> ticks;
  private final List<String> texts;
  private final boolean categories;

  /** A named place on the axis, 0 to 1. */
  record Tick(double share, String text) {}

  private Dimension(
      String name, double[] shares, List<Tick> ticks, List<String> texts, boolean categories) {
    this.name = name;
    this.shares = shares;
    this.ticks = ticks;
    this.texts = texts;
    this.categories = categories;
  }

  /**
   * Equal steps take equal room.
   *
   * @param values NaN: none, and the line ends before this axis
   */
  public static Dimension linear(String name, double[] values) {
    double[] known = known(values);
    boolean whole = Arrays.stream(known).allMatch(v -> v == Math.rint(v));
    double low = Arrays.stream(known).min().orElse(0);
    double high = Arrays.stream(known).max().orElse(1);
    Axis axis = whole ? Axis.ofCounts(low, high, TICKS) : Axis.around(low, high, TICKS);
    List<Tick> ticks =
        axis.ticks().stream().map(t -> new Tick(axis.share(t), axis.text(t))).toList();
    return new Dimension(
        name, Arrays.stream(values).map(axis::share).toArray(), ticks, texts(values), false);
  }

  /**
   * Equal factors take equal room.
   *
   * @param values above 0; NaN: none
   */
  public static Dimension logarithmic(String name, double[] values) {
    double[] known = known(values);
    double low = Math.log(Arrays.stream(known).min().orElse(1));
    double high = Math.log(Arrays.stream(known).max().orElse(10));
    double wider = high > low ? (high - low) / 40 : 1;
    double from = low - wider;
    double over = high + wider - from;
    List<Tick> ticks = new ArrayList<>();
    boolean tens = high - low > 2 * Math.log(10);
    for (int power = (int) Math.floor(from / Math.log(10)) - 1;
        power <= (from + over) / Math.log(10);
        power++) {
      for (double factor : FACTORS) {
        double share = (Math.log(factor) + power * Math.log(10) - from) / over;
        if (share >= 0 && share <= 1 && (factor == 1 || !tens)) {
          ticks.add(new Tick(share, text(factor * Math.pow(10, power))));
        }
      }
    }
    return new Dimension(
        name,
        Arrays.stream(values).map(v -> (Math.log(v) - from) / over).toArray(),
        ticks,
        texts(values),
        false);
  }

  /**
   * A place for each category, and one for traces that have none if there are any.
   *
   * @param values one of the categories for each trace, or empty
   */
  public static Dimension categories(String name, List<String> categories, List<String> values) {
    List<String> places = new ArrayList<>(categories);
    if (values.contains("")) {
      places.add(UNSET);
    }
    double[] shares = new double[values.size()];
    for (int p = 0; p < places.size(); p++) {
      String place = places.get(p);
      int[] here =
          IntStream.range(0, shares.length)
              .filter(i -> values.get(i).equals(place.equals(UNSET) ? "" : place))
              .toArray();
      for (int i = 0; i < here.length; i++) {
        double off = here.length == 1 ? 0 : (double) i / (here.length - 1) - 0.5;
        shares[here[i]] = (p + 0.5 + SPREAD * off) / places.size();
      }
    }
    List<Tick> ticks =
        IntStream.range(0, places.size())
            .mapToObj(p -> new Tick((p + 0.5) / places.size(), places.get(p)))
            .toList();
    return new Dimension(name, shares, ticks, List.copyOf(values), true);
  }

  String name() {
    return name;
  }

  List<Tick> ticks() {
    return ticks;
  }

  boolean isOfCategories() {
    return categories;
  }

  /** Where a trace lies; NaN: it has no value. */
  double share(int trace) {
    return shares[trace];
  }

  /** The value of a trace; empty if it has none. */
  String text(int trace) {
    return texts.get(trace);
  }

  /** From where to where, or the categories. */
  String range() {
    return categories
        ? String.join(", ", ticks.stream().map(Tick::text).toList())
        : ticks.get(0).text() + " to " + ticks.get(ticks.size() - 1).text();
  }

  private static double[] known(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
  }

  private static List<String> texts(double[] values) {
    return Arrays.stream(values).mapToObj(v -> Double.isNaN(v) ? "" : text(v)).toList();
  }

  /** With four digits at most, as people write numbers. */
  private static String text(double value) {
    double size = Math.abs(value);
    if (size >= 1e5 || (size < 1e-3 && size > 0)) {
      return String.format(Locale.ROOT, "%.2e", value)
          .replaceFirst("\\.?0*e", "e")
          .replaceFirst("e([-+])0*", "e$1")
          .replace("e+", "e");
    }
    return new java.math.BigDecimal(value)
        .round(new java.math.MathContext(4))
        .stripTrailingZeros()
        .toPlainString();
  }
}
