package org.logoformer.jobs.bench.soak;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.logoformer.jobs.bench.table.Table;
import org.logoformer.jobs.bench.table.Table.Column;
import org.logoformer.jobs.page.Html;
import org.logoformer.jobs.picture.CurvePicture;
import org.logoformer.jobs.picture.Drawing;
import org.logoformer.jobs.picture.Format;

/** The series of a soak as one HTML page. */
public final class SoakPage {
  private final StringBuilder out = new StringBuilder();

  private SoakPage() {}

  /**
   * Series that share a picture.
   *
   * @param title with the unit
   */
  public record Panel(String title, List<Series> series) {}

  /**
   * The page.
   *
   * @param subtitle what was run, in a line
   */
  public static byte[] html(String subtitle, List<Panel> panels) {
    SoakPage page = new SoakPage();
    page.head(subtitle, panels);
    page.pictures(panels);
    page.table(panels);
    return Html.page("Soak", page.out.toString());
  }

  private void head(String subtitle, List<Panel> panels) {
    List<Series> all = all(panels);
    long grow = all.stream().filter(s -> !s.holds()).count();
    out.append(Html.header("Soak", subtitle)).append("<div class=\"tiles\">\n");
    out.append(Html.tile(Integer.toString(all.get(0).samples().size()), "rounds"));
    out.append(Html.tile(Integer.toString(all.size()), "series"));
    out.append(Html.tile(grow == 0 ? "flat" : Long.toString(grow), grow == 0 ? "verdict" : "grow"));
    out.append("</div>\n");
  }

  private void pictures(List<Panel> panels) {
    out.append("<h2>After every round</h2>\n<div class=\"pair\">");
    for (Panel panel : panels) {
      out.append(Html.card(Html.picture(format -> drawing(format, panel))));
    }
    out.append("</div>\n");
  }

  private static Drawing drawing(Format format, Panel panel) {
    List<CurvePicture.Line> lines =
        panel.series().stream()
            .map(s -> new CurvePicture.Line(s.name(), rounds(s), s.samples()))
            .toList();
    return CurvePicture.drawing(format, panel.title(), "round", lines, Double.NaN);
  }

  private void table(List<Panel> panels) {
    Table table =
        Table.of(
            all(panels),
            List.of(
                new Column<>("Series", s -> Html.text(s.name())),
                new Column<>("First", s -> number("%.1f", s.first())),
                new Column<>("Last", s -> number("%.1f", s.last())),
                new Column<>("Growth", s -> number("%+.2f", Trend.of(s.samples()).growth())),
                new Column<>(
                    "Growth, %", s -> number("%+.2f", 100 * Trend.of(s.samples()).share())),
                new Column<>("Limit", s -> Html.text(s.limit().text())),
                new Column<>("Verdict", s -> s.holds() ? "flat" : "<b>grows</b>")));
    out.append("<h2>Trends</h2>\n");
    out.append(Html.card(Html.table(table.head(), table.rows())));
    out.append(
        "<p class=\"note\">Growth is that of the straight line through the last half of the");
    out.append(" rounds, from its beginning to its end; in percent of the mean there.</p>\n");
  }

  private static List<Series> all(List<Panel> panels) {
    return panels.stream().flatMap(p -> p.series().stream()).toList();
  }

  private static List<Double> rounds(Series series) {
    return IntStream.rangeClosed(1, series.samples().size()).mapToObj(i -> (double) i).toList();
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
