package org.logoformer.jobs.bench.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Cells of text, for a terminal or as Markdown. */
record TextTable(List<String> header, List<List<String>> rows) {
  TextTable {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(
            "The row %s has %d cells, the header %d".formatted(row, row.size(), header.size()));
      }
    }
  }

  /** Columns padded to their widest cell, two spaces between them. */
  List<String> plain() {
    return lines(row -> padded(row, "  ").stripTrailing());
  }

  /** A GitHub-flavoured table, padded too: it is also read as text. */
  List<String> markdown() {
    List<String> lines = new ArrayList<>(lines(row -> "| " + padded(row, " | ") + " |"));
    lines.add(
        1,
        IntStream.range(0, header.size())
            .mapToObj(column -> "-".repeat(width(column) + 2))
            .collect(Collectors.joining("|", "|", "|")));
    return lines;
  }

  private List<String> lines(Function<List<String>, String> line) {
    List<String> lines = new ArrayList<>();
    lines.add(line.apply(header));
    rows.forEach(row -> lines.add(line.apply(row)));
    return lines;
  }

  private String padded(List<String> row, String between) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> row.get(i) + " ".repeat(width(i) - row.get(i).length()))
        .collect(Collectors.joining(between));
  }

  private int width(int column) {
    return Math.max(
        header.get(column).length(),
        rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
  }
}
