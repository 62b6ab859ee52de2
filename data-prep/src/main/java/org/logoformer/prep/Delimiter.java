package org.logoformer.prep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What stands between the fields of a line. Fields may be quoted, with "" for a quote in them. */
enum Delimiter {
  TAB('\t'),
  COMMA(','),
  SEMICOLON(';'),
  /** Any white space, also several in a row. */
  BLANK(' ');

  private static final char QUOTE = '"';

  private final char character;

  Delimiter(char character) {
    this.character = character;
  }

  /**
   * A field, without its quotes and blanks around it.
   *
   * @param start where it begins in the line, quote included
   * @param end where it ends in the line, exclusive
   */
  record Field(String text, int start, int end, boolean quoted) {}

  /** Whether a line may have several fields. */
  boolean isIn(String line) {
    return this == BLANK || line.indexOf(character) >= 0;
  }

  /** The fields of a line; none if a quote is not closed, or closed within a field. */
  Optional<List<Field>> split(String line) {
    List<Field> fields = new ArrayList<>();
    int at = 0;
    while (true) {
      int start = withoutBlanks(line, at);
      Field field =
          start < line.length() && line.charAt(start) == QUOTE
              ? quoted(line, start)
              : bare(line, start);
      if (field == null) {
        return Optional.empty();
      }
      fields.add(field);
      int next = withoutBlanks(line, field.end);
      if (next == line.length()) {
        return Optional.of(fields);
      }
      at = this == BLANK ? next : next + 1;
    }
  }

  /** Such as {@code commas}. */
  String plural() {
    return name().toLowerCase(Locale.ROOT) + "s";
  }

  private Field bare(String line, int start) {
    int end = start;
    while (end < line.length() && !isAt(line, end)) {
      end++;
    }
    String text = line.substring(start, end).strip();
    return new Field(text, start, end, false);
  }

  private Field quoted(String line, int start) {
    StringBuilder text = new StringBuilder();
    int at = start + 1;
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c != QUOTE) {
        text.append(c);
      } else if (at < line.length() && line.charAt(at) == QUOTE) {
        text.append(c);
        at++;
      } else {
        return isClosed(line, at) ? new Field(text.toString(), start, at, true) : null;
      }
    }
    return null;
  }

  /** Whether a field may end before this place. */
  private boolean isClosed(String line, int at) {
    int next = withoutBlanks(line, at);
    return next == line.length() || (this == BLANK ? next > at : isAt(line, next));
  }

  private boolean isAt(String line, int at) {
    char c = line.charAt(at);
    return this == BLANK ? Character.isWhitespace(c) : c == character;
  }

  private int withoutBlanks(String line, int at) {
    int next = at;
    while (next < line.length()
        && Character.isWhitespace(line.charAt(next))
        && (this == BLANK || line.charAt(next) != character)) {
      next++;
    }
    return next;
  }
}
