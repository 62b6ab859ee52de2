package org.logoformer.jobs.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.logoformer.jobs.picture.Drawing;
import org.logoformer.jobs.picture.Format;
import org.logoformer.jobs.picture.Ink;
import org.logoformer.jobs.picture.Svg;
import org.logoformer.jobs.picture.Theme;
import org.logoformer.jobs.run.Spread;
import org.logoformer.metrics.Interval;

/**
 * Pieces of HTML, and the page around them: one file without a script and without anything to load.
 * Everything that comes from a file goes through {@link #text}.
 */
public final class Html {
  private Html() {}

  /** The page of these pieces, in UTF-8. */
  public static byte[] page(String title, String pieces) {
    String page =
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s · LOGO-Former</title>
        <style>
        %s</style></head><body><main>
        %s</main></body></html>
        """
            .formatted(text(title), style(), pieces);
    return page.getBytes(StandardCharsets.UTF_8);
  }

  private static String style() {
    try (InputStream in = Html.class.getResourceAsStream("page.css")) {
      String rules = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return "%s@media (prefers-color-scheme: dark) {\n%s}\n%s"
          .formatted(inks(Theme.LIGHT), inks(Theme.DARK), rules);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The colours of pictures, for the page around them too. */
  private static String inks(Theme theme) {
    return Arrays.stream(Ink.values())
        .map(ink -> ink.property() + ": " + ink.hex(theme) + ";")
        .collect(Collectors.joining(" ", ":root { ", " }\n"));
  }

  /** The head of a page and the line below it. */
  public static String header(String title, String subtitle) {
    return "<header><h1>%s</h1><p>%s</p></header>\n".formatted(text(title), text(subtitle));
  }

  /** Escaped text, safe in elements and in quoted attributes. */
  public static String text(String raw) {
    StringBuilder out = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /** A picture inside the page, in the colours of the page; on a phone the one for phones. */
  public static String picture(Function<Format, Drawing> picture) {
    return "<figure class=\"on-page\">%s</figure><figure class=\"on-phone\">%s</figure>"
        .formatted(
            Svg.element(picture.apply(Format.PAGE)), Svg.element(picture.apply(Format.PHONE)));
  }

  /**
   * A photo inside the page.
   *
   * @param jpeg its bytes
   * @param shows the same for who cannot see it
   */
  public static String photo(byte[] jpeg, String shows) {
    return "<img class=\"photo\" alt=\"%s\" src=\"data:image/jpeg;base64,%s\">"
        .formatted(text(shows), Base64.getEncoder().encodeToString(jpeg));
  }

  /** A table; cells are HTML already. */
  public static String table(List<String> head, List<List<String>> rows) {
    StringBuilder out = new StringBuilder("<table><thead>");
    row(out, "th", head);
    out.append("</thead><tbody>");
    rows.forEach(r -> row(out, "td", r));
    return out.append("</tbody></table>\n").toString();
  }

  /** Something in a frame of its own. */
  public static String card(String content) {
    return "<div class=\"card\">" + content + "</div>\n";
  }

  /** A number to see first; what follows its first space is set smaller. */
  public static String tile(String value, String name) {
    String shown = text(value).replaceFirst(" (.*)", " <small>$1</small>");
    return "<div class=\"tile\"><b>%s</b><span>%s</span></div>\n".formatted(shown, text(name));
  }

  /** A share in percent with a bar beside it; a dash if it is not a number. */
  public static String bar(double share) {
    if (Double.isNaN(share)) {
      return "–";
    }
    return String.format(
        Locale.ROOT,
        "%s <span class=\"bar\"><i style=\"width:%.1f%%\"></i></span>",
        percent(share),
        100 * share);
  }

  /** A share in percent with two decimals, as the field prints UAR and WAR; a dash for NaN. */
  public static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.2f", 100 * share);
  }

  /** Ends of an interval in percent. */
  public static String percent(Interval interval) {
    return Double.isNaN(interval.low())
        ? "–"
        : percent(interval.low()) + " to " + percent(interval.high());
  }

  /** In percent: {@code 54.21 ± 0.80}. */
  public static String percent(Spread spread) {
    return Double.isNaN(spread.deviation())
        ? percent(spread.mean())
        : String.format(Locale.ROOT, "%.2f ± %.2f", 100 * spread.mean(), 100 * spread.deviation());
  }

  private static void row(StringBuilder out, String cell, List<String> cells) {
    out.append("<tr>");
    for (String c : cells) {
      out.append('<').append(cell).append('>').append(c);
      out.append("</").append(cell).append('>');
    }
    out.append("</tr>\n");
  }
}
