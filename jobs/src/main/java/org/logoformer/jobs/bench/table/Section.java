package org.logoformer.jobs.bench.table;

/**
 * A table with a title and a sentence or two about it.
 *
 * @param note empty, or how to read the table
 */
public record Section(String title, String note, Table table) {
  /** For a terminal. */
  public String text() {
    return title + "\n" + (note.isEmpty() ? "" : note + "\n") + "\n" + table.text();
  }

  /** For a Markdown file. */
  public String markdown() {
    return "## " + title + "\n\n" + (note.isEmpty() ? "" : note + "\n\n") + table.markdown();
  }
}
