package org.logoformer.jobs.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.logoformer.jobs.picture.Drawing.Anchor;
import org.logoformer.jobs.picture.Drawing.Box;
import org.logoformer.jobs.picture.Drawing.Dash;
import org.logoformer.jobs.picture.Drawing.Label;
import org.logoformer.jobs.picture.Drawing.Mark;
import org.logoformer.jobs.picture.Drawing.Marker;
import org.logoformer.jobs.picture.Drawing.Path;
import org.logoformer.jobs.picture.Drawing.Place;
import org.logoformer.jobs.picture.Drawing.Shape;

/**
 * Parallel coordinates (Inselberg 1985) with axes that lie: long names of keys, any number of axes
 * and phones find room so. A line from top to bottom is one point; its group is told by weight and
 * dash, and by colour.
 */
public final class ParallelPicture {
  private static final double ROW = 84;
  private static final double LEGEND = 20;
  private static final double SAMPLE = 30;
  private static final double MARGIN = 16;

  private static final List<Pen> PENS =
      List.of(
          new Pen(Ink.FIRST, 3, Dash.SOLID),
          new Pen(Ink.THIRD, 2, Dash.DASHED),
          new Pen(Ink.SECOND, 1.6, Dash.MIXED),
          new Pen(Ink.MUTED, 1.3, Dash.DOTTED),
          new Pen(Ink.FOURTH, 2, Dash.LONG));

  private final Format format;
  private final List<Dimension> axes;
  private final List<Trace> traces;
  private final List<Shape> shapes = new ArrayList<>();

  /** How a group of lines is drawn. */
  private record Pen(Ink ink, double width, Dash dash) {}

  /**
   * One line.
   *
   * @param name of what it stands for
   * @param group number of its group, from 0; earlier ones are drawn heavier and later
   */
  public record Trace(String name, int group) {}

  private ParallelPicture(Format format, List<Dimension> axes, List<Trace> traces) {
    this.format = format;
    this.axes = axes;
    this.traces = traces;
  }

  /**
   * The picture.
   *
   * @param axes from top to bottom, each with a value for every trace
   * @param traces the first one has marks on its line
   * @param groups what each group is called, at most five
   */
  public static Drawing drawing(
      Format format, String title, List<Dimension> axes, List<Trace> traces, List<String> groups) {
    ParallelPicture picture = new ParallelPicture(format, axes, traces);
    picture.shapes.add(Label.heading(2, 18, title));
    double top = picture.legend(groups, 24) + 36;
    picture.lines(top);
    for (int a = 0; a < axes.size(); a++) {
      picture.axis(axes.get(a), top + a * ROW);
    }
    return new Drawing(
        format.width(),
        top + (axes.size() - 1) * ROW + 30,
        title,
        title + ". " + picture.description(groups),
        picture.shapes);
  }

  private double legend(List<String> groups, double top) {
    double x = 2;
    double y = top + LEGEND / 2;
    for (int g = 0; g <= groups.size(); g++) {
      String name = g == 0 ? traces.get(0).name() : groups.get(g - 1);
      double width = SAMPLE + 6 + Drawing.widthOf(name, Format.TEXT) + 10;
      if (x > 2 && x + width > format.width()) {
        x = 2;
        y += LEGEND;
      }
      Pen pen = PENS.get(Math.max(0, g - 1));
      shapes.add(
          new Path(
              List.of(new Place(x, y), new Place(x + SAMPLE, y)),
              pen.ink(),
              pen.width(),
              pen.dash()));
      if (g == 0) {
        shapes.add(new Mark(new Place(x + SAMPLE / 2, y), Marker.CIRCLE, pen.ink()));
      }
      shapes.add(Label.of(x + SAMPLE + 6, y + 4.5, name, Anchor.START, Ink.TEXT));
      x += width;
    }
    return y + LEGEND / 2;
  }

  /** The last group first, so that the first one lies on the others. */
  private void lines(double top) {
    for (int group = PENS.size() - 1; group >= 0; group--) {
      for (int t = traces.size() - 1; t >= 0; t--) {
        if (traces.get(t).group() == group) {
          line(t, PENS.get(group), top);
        }
      }
    }
  }

  private void line(int trace, Pen pen, double top) {
    List<Place> places = new ArrayList<>();
    for (int a = 0; a < axes.size(); a++) {
      double share = axes.get(a).share(trace);
      if (!Double.isNaN(share)) {
        places.add(new Place(x(share), top + a * ROW));
      }
    }
    shapes.add(new Path(places, pen.ink(), pen.width(), pen.dash()));
    if (trace == 0) {
      places.forEach(place -> shapes.add(new Mark(place, Marker.CIRCLE, pen.ink())));
    }
  }

  private void axis(Dimension axis, double y) {
    shapes.add(new Path(List.of(new Place(x(0), y), new Place(x(1), y)), Ink.MUTED, 1, Dash.SOLID));
    label(2, y - 12, axis.name(), Anchor.START, true);
    List<Dimension.Tick> ticks = axis.ticks();
    double room = (format.width() - 2 * MARGIN) / Math.max(1, ticks.size());
    double right = Double.NEGATIVE_INFINITY;
    for (Dimension.Tick tick : ticks) {
      double x = x(tick.share());
      shapes.add(
          new Path(List.of(new Place(x, y - 4), new Place(x, y + 4)), Ink.MUTED, 1, Dash.SOLID));
      String text = axis.isOfCategories() ? shortened(tick.text(), room) : tick.text();
      double half = Drawing.widthOf(text, Format.TEXT) / 2;
      double middle = Math.max(half + 1, Math.min(format.width() - half - 1, x));
      if (middle - half > right) {
        label(middle, y + 19, text, Anchor.MIDDLE, false);
        right = middle + half;
      }
    }
  }

  /** On a ground of its own: lines pass below it. */
  private void label(double x, double y, String text, Anchor anchor, boolean strong) {
    double width = Drawing.widthOf(text, Format.TEXT) + 4;
    double left = anchor == Anchor.MIDDLE ? x - width / 2 : x - 2;
    shapes.add(new Box(left, y - 12, width, 16, 3, Ink.GROUND, 0.85));
    Label label = Label.of(x, y, text, anchor, strong ? Ink.TEXT : Ink.MUTED);
    shapes.add(strong ? label.emphasised() : label);
  }

  private static String shortened(String text, double room) {
    int fits = (int) (room / Drawing.widthOf("x", Format.TEXT));
    return text.length() <= fits ? text : text.substring(0, Math.max(1, fits - 1)) + "…";
  }

  private double x(double share) {
    return MARGIN + (format.width() - 2 * MARGIN) * share;
  }

  private String description(List<String> groups) {
    String best =
        axes.stream()
            .filter(a -> !a.text(0).isEmpty())
            .map(a -> a.name() + " " + a.text(0))
            .collect(Collectors.joining(", "));
    String counts =
        IntStream.range(0, groups.size())
            .mapToObj(g -> count(g) + " of " + groups.get(g))
            .collect(Collectors.joining(", "));
    String ranges =
        axes.stream().map(a -> a.name() + " (" + a.range() + ")").collect(Collectors.joining(", "));
    return "Axes: %s. Lines: %s. %s: %s".formatted(ranges, counts, traces.get(0).name(), best);
  }

  private long count(int group) {
    return traces.stream().filter(t -> t.group() == group).count();
  }
}
