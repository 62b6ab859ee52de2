package org.logoformer.jobs.bench.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table of text.
 *
 * @param rows each with a cell for each of {@code head}
 */
public record Table(List<String> head, List<List<String>> rows) {
  public Table {
    head = List.copyOf(head);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != head.size()) {
        throw new IllegalArgumentException("Not a row of " + head + ": " + row);
      }
    }
  }

  /**
   * A column of a table whose rows are about things of a kind.
   *
   * @param cell what it says of such a thing
   */
  public record Column<T>(String head, Function<T, String> cell) {}

  /** A row for each of {@code things}. */
  public static <T> Table of(List<T> things, List<Column<T>> columns) {
    return new Table(
        columns.stream().map(Column::head).toList(),
        things.stream()
            .map(thing -> columns.stream().map(column -> column.cell().apply(thing)).toList())
            .toList());
  }

  /** Columns set flush right, two blanks apart; ends with a line break. */
  public String text() {
    int[] widths = widths();
    return lines()
        .map(row -> aligned(row, widths, "  ").stripTrailing() + "\n")
        .collect(Collectors.joining());
  }

  /** As Markdown, readable before it is set, too. */
  public String markdown() {
    int[] widths = widths();
    List<String> lines = new ArrayList<>();
    lines().forEach(row -> lines.add("| " + aligned(row, widths, " | ") + " |"));
    String rule =
        IntStream.of(widths).mapToObj(w -> "-".repeat(w + 1) + ":|").collect(Collectors.joining());
    lines.add(1, "|" + rule);
    return String.join("\n", lines) + "\n";
  }

  private Stream<List<String>> lines() {
    return Stream.concat(Stream.of(head), rows.stream());
  }

  private int[] widths() {
    return IntStream.range(0, head.size())
        .map(i -> lines().mapToInt(row -> row.get(i).length()).max().orElse(0))
        .toArray();
  }

  private static String aligned(List<String> row, int[] widths, String between) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> " ".repeat(widths[i] - row.get(i).length()) + row.get(i))
        .collect(Collectors.joining(between));
  }
}
