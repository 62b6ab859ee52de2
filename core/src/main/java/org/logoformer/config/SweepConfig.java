package org.logoformer.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Block {@code sweep}: the trials are the Cartesian product of the axes.
 *
 * @param grid an axis each: {@code "key = value, value"}; a value may be a list: {@code "key = [1,
 *     2], [3, 4]"}
 */
public record SweepConfig(List<String> grid) {
  private static final String VALUE = "(\\[[^\\[\\]]*\\]|[^,\\s\\[\\]]+)";

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
  }

  /** The keys of the axes. */
  public List<String> keys() {
    return grid.stream().map(SweepConfig::key).toList();
  }

  /** The {@code key=value} settings of each trial; the last axis varies fastest. */
  public List<List<String>> trials() {
    List<List<String>> trials = List.of(List.of());
    for (String axis : grid) {
      String key = key(axis);
      List<String> values = values(axis.substring(axis.indexOf('=') + 1));
      List<List<String>> longer = new ArrayList<>();
      for (List<String> trial : trials) {
        for (String value : values) {
          List<String> more = new ArrayList<>(trial);
          more.add(key + "=" + value);
          longer.add(List.copyOf(more));
        }
      }
      trials = longer;
    }
    return trials;
  }

  private static String key(String axis) {
    return axis.substring(0, axis.indexOf('=')).strip();
  }

  /** Split at the commas that are not within brackets. */
  private static List<String> values(String text) {
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
