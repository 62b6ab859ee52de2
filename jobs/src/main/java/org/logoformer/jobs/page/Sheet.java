package org.logoformer.jobs.page;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.Message;
import org.logoformer.jobs.picture.Drawing;
import org.logoformer.jobs.picture.Format;
import org.logoformer.jobs.picture.Picture;
import org.logoformer.jobs.picture.Pictures;
import org.logoformer.jobs.picture.Svg;
import org.logoformer.jobs.picture.Theme;
import org.logoformer.storage.AtomicFile;

/**
 * A page in the making. What is shown in it is also kept for a paper: each picture as SVG and PNG,
 * each table as CSV and LaTeX, in a folder beside the page that is named after it, so that two
 * pages in one folder do not take each other's files.
 */
public final class Sheet {

  private final StringBuilder html = new StringBuilder();
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  /** Adds HTML. */
  public void add(String piece) {
    html.append(piece);
  }

  /** Adds a heading. */
  public void heading(String text) {
    add("<h2>" + Html.text(text) + "</h2>\n");
  }

  /** Adds a sentence below what came before. */
  public void note(String text) {
    add("<p class=\"note\">" + Html.text(text) + "</p>\n");
  }

  /** Keeps another file beside the page. */
  public void file(String name, byte[] content) {
    files.put(name, content.clone());
  }

  /** Adds HTML pieces side by side, where there is room. */
  public void pair(String... pieces) {
    add("<div class=\"pair\">" + String.join("", pieces) + "</div>\n");
  }

  /**
   * HTML of a picture, whose files are kept.
   *
   * @param name of the files, without extension
   */
  public String picture(String name, Function<Format, Drawing> picture) {
    Drawing drawing = picture.apply(Format.PAGE);
    files.put(name + ".svg", Svg.file(drawing, Theme.LIGHT));
    Pictures.drawn(() -> Picture.png(drawing, Theme.LIGHT))
        .ifPresent(png -> files.put(name + ".png", png));
    return Html.card(Html.picture(picture));
  }

  /** HTML of a table, whose files are kept. */
  public String table(Table table) {
    files.put(table.name() + ".csv", table.csv().getBytes(StandardCharsets.UTF_8));
    files.put(table.name() + ".tex", table.latex().getBytes(StandardCharsets.UTF_8));
    return table.html();
  }

  /**
   * HTML of the first rows of a table, of which the files have all.
   *
   * @param shown rows on the page
   */
  public String table(Table table, int shown) {
    String all = table(table);
    if (table.rows().size() <= shown) {
      return all;
    }
    return table.first(shown).html()
        + "<p class=\"note\">%s</p>\n"
            .formatted(
                Html.text(
                    Message.of(
                        "The first %,d of %,d rows; all of them are in %s.csv.",
                        shown, table.rows().size(), table.name())));
  }

  /** Writes the files, then the page. */
  public void write(Configuration hadoop, String title, Path page) {
    Path folder = folder(page);
    note(
        "Every picture of this page is in the folder %s beside it as SVG and PNG, every table as CSV and LaTeX; older files there are of earlier pages."
            .formatted(folder.getName()));
    files.forEach(
        (name, bytes) -> AtomicFile.write(hadoop, new Path(folder, name), out -> out.write(bytes)));
    byte[] bytes = Html.page(title, html.toString());
    AtomicFile.write(hadoop, page, out -> out.write(bytes));
  }

  /** {@code report_files} for {@code report.html}, as browsers name it when they save a page. */
  public static Path folder(Path page) {
    return new Path(page.getParent(), page.getName().replaceFirst("\\.html?$", "") + "_files");
  }
}
