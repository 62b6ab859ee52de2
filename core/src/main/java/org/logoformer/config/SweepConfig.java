package org.logoformer.config;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Block {@code sweep}.
 *
 * @param grid an axis each: {@code "key = value, value"}; a value may be a list: {@code "key = [1,
 *     2], [3, 4]"}
 * @param space an axis each, such as {@code "key = uniform(0, 1)"}, which the sweep itself reads
 * @param trials draws from the space
 * @param parallel trials, seeds or folds side by side, or {@value #AUTO}
 * @param eta of a rung's trials the best 1/eta go on, to eta times as many epochs
 * @param minEpochs epochs before anything is stopped
 */
public record SweepConfig(
    Search search,
    List<String> grid,
    List<String> space,
    int trials,
    String parallel,
    int eta,
    int minEpochs,
    Stop stop) {
  /** As many side by side as the slots of the cluster hold. */
  public static final String AUTO = "auto";

  private static final String VALUE = "(\\[[^\\[\\]]*\\]|[^,\\s\\[\\]]+)";

  /** Which trials there are, and which of them train to the end. */
  public enum Search {
    GRID,
    RANDOM,
    ASHA,
    HYPERBAND
  }

  /** What ends a trial that trains beside no rungs. */
  public enum Stop {
    NONE,
    MEDIAN
  }

  public SweepConfig {
    for (String axis : grid) {
      Require.that(
          axis.matches("\\s*[\\w.-]+\\s*=\\s*" + VALUE + "(\\s*,\\s*" + VALUE + ")*\\s*"),
          "sweep.grid",
          axis,
          "must read \"key = value, value\"; a value that is a list stands in brackets");
    }
    Require.that(
        grid.stream().map(SweepConfig::key).distinct().count() == grid.size(),
        "sweep.grid",
        grid,
        "has a key twice: give it one axis with all its values");
    grid = List.copyOf(grid);
    space = List.copyOf(space);
    Require.within("sweep.trials", trials, 1, 100_000);
    Require.that(
        parallel.equals(AUTO) || parallel.matches("[1-9][0-9]{0,5}"),
        "sweep.parallel",
        parallel,
        "must be auto or a number of trials from 1");
    Require.within("sweep.eta", eta, 2, 1_000);
    Require.within("sweep.min-epochs", minEpochs, 1, 1_000_000);
    Require.that(
        stop == Stop.NONE || search == Search.GRID || search == Search.RANDOM,
        "sweep.stop",
        "median",
        "is for sweep.search = grid and random; asha and hyperband stop trials at their rungs");
  }

  /** The keys of the grid's axes. */
  public List<String> keys() {
    return grid.stream().map(SweepConfig::key).toList();
  }

  /** The most trainings side by side; empty if no number is given. */
  public OptionalInt most() {
    return parallel.equals(AUTO) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(parallel));
  }

  /** The {@code key=value} settings of each point of the grid; the last axis varies fastest. */
  public List<List<String>> combinations() {
    List<List<String>> points = List.of(List.of());
    for (String axis : grid) {
      String key = key(axis);
      List<String> values = values(axis.substring(axis.indexOf('=') + 1));
      List<List<String>> longer = new ArrayList<>();
      for (List<String> point : points) {
        for (String value : values) {
          List<String> more = new ArrayList<>(point);
          more.add(key + "=" + value);
          longer.add(List.copyOf(more));
        }
      }
      points = longer;
    }
    return points;
  }

  private static String key(String axis) {
    return axis.substring(0, axis.indexOf('=')).strip();
  }

  /** Split at the commas that are not within brackets. */
  public static List<String> values(String text) {
    List<String> values = new ArrayList<>();
    int from = 0;
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (c == ',' && depth == 0) {
        values.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    values.add(text.substring(from).strip());
    return values;
  }
}
