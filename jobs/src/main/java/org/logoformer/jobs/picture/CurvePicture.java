package org.logoformer.jobs.picture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.logoformer.jobs.picture.Drawing.Anchor;
import org.logoformer.jobs.picture.Drawing.Dash;
import org.logoformer.jobs.picture.Drawing.Label;
import org.logoformer.jobs.picture.Drawing.Mark;
import org.logoformer.jobs.picture.Drawing.Marker;
import org.logoformer.jobs.picture.Drawing.Path;
import org.logoformer.jobs.picture.Drawing.Place;
import org.logoformer.jobs.picture.Drawing.Shape;

/** A line chart; lines are told apart by dashes and markers, and by colour. */
public final class CurvePicture {
  private static final double ROW = 20;
  private static final double SAMPLE = 30;
  private static final int MARKERS = 8;

  private final Format format;
  private final List<Line> lines;
  private final List<Shape> shapes = new ArrayList<>();

  private CurvePicture(Format format, List<Line> lines) {
    this.format = format;
    this.lines = lines;
  }

  /** One line: a name and a value for each place on the horizontal axis. */
  public record Line(String name, List<Double> places, List<Double> values) {
    private String description() {
      return String.format(
          Locale.ROOT,
          "%s from %s at %s to %s at %s, lowest %s, highest %s",
          name,
          short4(values.get(0)),
          short4(places.get(0)),
          short4(values.get(values.size() - 1)),
          short4(places.get(places.size() - 1)),
          short4(Collections.min(values)),
          short4(Collections.max(values)));
    }

    private static String short4(double value) {
      return new java.math.BigDecimal(value)
          .round(new java.math.MathContext(4))
          .stripTrailingZeros()
          .toPlainString();
    }
  }

  /**
   * PNG bytes of a chart of {@code lines} for light or dark pages.
   *
   * @param axis what the horizontal axis counts
   * @param top the upper end of the value axis, which then begins at 0, or NaN to fit it to the
   *     values
   */
  public static byte[] png(String title, String axis, List<Line> lines, double top, Theme theme) {
    return Picture.png(drawing(Format.PAGE, title, axis, lines, top), theme);
  }

  /** The chart as shapes, as {@link #png}. */
  public static Drawing drawing(
      Format format, String title, String axis, List<Line> lines, double top) {
    List<Line> drawn = lines.stream().filter(l -> !l.places().isEmpty()).toList();
    CurvePicture picture = new CurvePicture(format, drawn);
    double below = picture.legend(picture.heading(title));
    if (!drawn.isEmpty()) {
      picture.plot(axis, top, below + 12);
    }
    String what = drawn.stream().map(Line::description).collect(Collectors.joining("; "));
    return new Drawing(
        format.width(),
        format.height(),
        title,
        "%s by %s%s".formatted(title, axis, what.isEmpty() ? "" : ": " + what),
        picture.shapes);
  }

  private double heading(String title) {
    shapes.add(Label.heading(2, 18, title));
    return 24;
  }

  /** Names the lines, in as many rows as they need; returns where it ends. */
  private double legend(double top) {
    if (lines.size() < 2) {
      return top;
    }
    double x = 2;
    double y = top + ROW / 2;
    for (int i = 0; i < lines.size(); i++) {
      double width = SAMPLE + 6 + Drawing.widthOf(lines.get(i).name(), Format.TEXT) + 10;
      if (x > 2 && x + width > format.width()) {
        x = 2;
        y += ROW;
      }
      line(i, List.of(new Place(x, y), new Place(x + SAMPLE, y)));
      shapes.add(new Mark(new Place(x + SAMPLE / 2, y), Marker.line(i), Ink.line(i)));
      shapes.add(Label.of(x + SAMPLE + 6, y + 4.5, lines.get(i).name(), Anchor.START, Ink.TEXT));
      x += width;
    }
    return y + ROW / 2;
  }

  private void plot(String name, double limit, double top) {
    double bottom = format.height() - 42;
    List<Double> places = lines.stream().flatMap(l -> l.places().stream()).toList();
    List<Double> values = lines.stream().flatMap(l -> l.values().stream()).toList();
    Axis vertical =
        Double.isNaN(limit)
            ? Axis.around(Collections.min(values), Collections.max(values), 4)
            : Axis.around(0, limit, 4);
    List<String> names = vertical.ticks().stream().map(vertical::text).toList();
    double left =
        10 + names.stream().mapToDouble(n -> Drawing.widthOf(n, Format.TEXT)).max().orElse(0);
    double right = format.width() - 14;
    Axis horizontal =
        Axis.ofCounts(
            Collections.min(places), Collections.max(places), (int) ((right - left) / 55));
    for (double tick : vertical.ticks()) {
      double y = bottom - (bottom - top) * vertical.share(tick);
      shapes.add(
          new Path(List.of(new Place(left, y), new Place(right, y)), Ink.GRID, 1, Dash.SOLID));
      shapes.add(Label.of(left - 6, y + 4.5, vertical.text(tick), Anchor.END, Ink.MUTED));
    }
    for (double tick : horizontal.ticks()) {
      double x = left + (right - left) * horizontal.share(tick);
      shapes.add(Label.of(x, bottom + 18, horizontal.text(tick), Anchor.MIDDLE, Ink.MUTED));
    }
    shapes.add(Label.of((left + right) / 2, format.height() - 7, name, Anchor.MIDDLE, Ink.MUTED));
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      List<Place> points = new ArrayList<>();
      for (int j = 0; j < line.places().size(); j++) {
        points.add(
            new Place(
                left + (right - left) * horizontal.share(line.places().get(j)),
                bottom - (bottom - top) * vertical.share(line.values().get(j))));
      }
      line(i, points);
      markers(i, points);
    }
  }

  private void line(int i, List<Place> points) {
    shapes.add(new Path(points, Ink.line(i), 2, Dash.line(i)));
  }

  /** A few of many points, those of each line in other places: lines may lie on one another. */
  private void markers(int i, List<Place> points) {
    int every = Math.max(1, (points.size() + MARKERS - 1) / MARKERS);
    int first = every == 1 ? 0 : i * every / lines.size();
    for (int j = first; j < points.size(); j += every) {
      shapes.add(new Mark(points.get(j), Marker.line(i), Ink.line(i)));
    }
  }
}
