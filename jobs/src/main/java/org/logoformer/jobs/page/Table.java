package org.logoformer.jobs.page;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A table of a page, which is also written as CSV and LaTeX.
 *
 * @param name of its files, without extension
 * @param head names of the columns, with units
 * @param rows a cell for each column
 * @param last rows set apart below the others, such as means
 */
public record Table(String name, List<String> head, List<List<Cell>> rows, List<List<Cell>> last) {
  /** More columns than these do not fit on a phone. */
  private static final int NARROW = 3;

  /** Copies the lists. */
  public Table {
    head = List.copyOf(head);
    rows = List.copyOf(rows);
    last = List.copyOf(last);
  }

  /** A table without last rows. */
  public Table(String name, List<String> head, List<List<Cell>> rows) {
    this(name, head, rows, List.of());
  }

  /** The same with its first rows only. */
  Table first(int shown) {
    return new Table(name, head, rows.subList(0, shown), last);
  }

  /** For a page. */
  public String html() {
    String open = head.size() > NARROW ? "<table class=\"wide\">" : "<table>";
    StringBuilder out = new StringBuilder(open).append("<thead><tr>");
    head.forEach(h -> out.append("<th scope=\"col\">").append(breakable(h)).append("</th>"));
    out.append("</tr></thead><tbody>\n");
    rows.forEach(row -> html(out, "<tr>", row));
    last.forEach(row -> html(out, "<tr class=\"mean\">", row));
    return out.append("</tbody></table>\n").toString();
  }

  /** The name of a key may break behind each of its dots. */
  private static String breakable(String head) {
    return Html.text(head).replaceAll("\\.(?=\\S)", ".<wbr>");
  }

  private static void html(StringBuilder out, String open, List<Cell> row) {
    out.append(open);
    row.forEach(cell -> out.append("<td>").append(cell.html()).append("</td>"));
    out.append("</tr>\n");
  }

  /** Comma-separated (RFC 4180), with the names of the columns first. */
  public String csv() {
    StringBuilder out = new StringBuilder();
    out.append(joined(head, ",", Table::quoted)).append("\r\n");
    for (List<List<Cell>> part : List.of(rows, last)) {
      part.forEach(
          row -> out.append(joined(row, ",", cell -> quoted(cell.value()))).append("\r\n"));
    }
    return out.toString();
  }

  /** A {@code tabular} with the rules of package booktabs. */
  public String latex() {
    StringBuilder out = new StringBuilder("% needs \\usepackage{booktabs}\n");
    out.append("\\begin{tabular}{l").append("r".repeat(head.size() - 1)).append("}\n\\toprule\n");
    out.append(joined(head, " & ", Table::escaped)).append(" \\\\\n\\midrule\n");
    rows.forEach(row -> out.append(latex(row)));
    if (!last.isEmpty()) {
      out.append("\\midrule\n");
      last.forEach(row -> out.append(latex(row)));
    }
    return out.append("\\bottomrule\n\\end{tabular}\n").toString();
  }

  private static String latex(List<Cell> row) {
    return joined(row, " & ", cell -> escaped(cell.text())) + " \\\\\n";
  }

  private static <T> String joined(List<T> parts, String between, Function<T, String> text) {
    return parts.stream().map(text).collect(Collectors.joining(between));
  }

  /** A field of such a file. */
  public static String quoted(String field) {
    return field.matches("[^\",\r\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&', '%', '$', '#', '_', '{', '}' -> out.append('\\').append(c);
        case '\\' -> out.append("\\textbackslash{}");
        case '~' -> out.append("\\textasciitilde{}");
        case '^' -> out.append("\\textasciicircum{}");
        case '±' -> out.append("$\\pm$");
        case '–' -> out.append("--");
        default -> out.append(c);
      }
    }
    return out.toString();
  }
}
