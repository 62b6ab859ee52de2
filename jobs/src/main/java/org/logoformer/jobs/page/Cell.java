package org.logoformer.jobs.page;

import java.util.Locale;
import org.logoformer.jobs.run.Spread;

/**
 * A cell of a table.
 *
 * @param text as it is read
 * @param value as CSV has it: a number with all its digits where the text has few; empty if there
 *     is none
 * @param html the text as HTML, perhaps with a bar beside it
 */
public record Cell(String text, String value, String html) {
  private static final String NONE = "–";

  /** A name, or anything that is no number. */
  public static Cell of(String text) {
    return new Cell(text, text, Html.text(text));
  }

  /** A text that may break anywhere, such as a path. */
  public static Cell broken(String text) {
    return new Cell(text, text, "<span class=\"broken\">" + Html.text(text) + "</span>");
  }

  /** A short name that stays on one line. */
  public static Cell name(String text) {
    return new Cell(text, text, "<span class=\"whole\">" + Html.text(text) + "</span>");
  }

  /** Nothing. */
  public static Cell empty() {
    return of("");
  }

  /** A count. */
  public static Cell of(long count) {
    String text = String.format(Locale.ROOT, "%,d", count);
    return new Cell(text, Long.toString(count), text);
  }

  /** A number with the digits that {@code format} gives it; a dash for NaN. */
  public static Cell number(String format, double value) {
    if (Double.isNaN(value)) {
      return new Cell(NONE, "", NONE);
    }
    String text = String.format(Locale.ROOT, format, value);
    String all = value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    return new Cell(text, all, text);
  }

  /** A share in percent with two decimals, as the field prints UAR and WAR. */
  public static Cell percent(double share) {
    return number("%.2f", 100 * share);
  }

  /** The same with a bar beside it. */
  public static Cell bar(double share) {
    Cell cell = percent(share);
    return new Cell(cell.text, cell.value, Html.bar(share));
  }

  /** Mean and deviation in percent. */
  public static Cell percent(Spread spread) {
    return Double.isNaN(spread.deviation()) ? percent(spread.mean()) : of(Html.percent(spread));
  }
}
