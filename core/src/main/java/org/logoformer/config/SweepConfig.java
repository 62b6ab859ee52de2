package org.logoformer.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Block {@code sweep}: the trials are the Cartesian product of the axes.
 *
 * @param grid an axis each: {@code "key = value, value"}
 */
public record SweepConfig(List<String> grid) {
  public SweepConfig {
    for (String axis : grid) {
      Require.that(
          axis.matches("\\s*[\\w.-]+\\s*=\\s*[^,\\s]+(\\s*,\\s*[^,\\s]+)*\\s*"),
          "sweep.grid",
          axis,
          "must read \"key = value, value\"");
    }
    grid = List.copyOf(grid);
  }

  /** The {@code key=value} settings of each trial; the last axis varies fastest. */
  public List<List<String>> trials() {
    List<List<String>> trials = List.of(List.of());
    for (String axis : grid) {
      String key = axis.substring(0, axis.indexOf('=')).strip();
      List<String> values =
          Arrays.stream(axis.substring(axis.indexOf('=') + 1).split(","))
              .map(String::strip)
              .toList();
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
}
