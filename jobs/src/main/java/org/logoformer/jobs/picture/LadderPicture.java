package org.logoformer.jobs.picture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.logoformer.jobs.picture.Drawing.Anchor;
import org.logoformer.jobs.picture.Drawing.Dash;
import org.logoformer.jobs.picture.Drawing.Label;
import org.logoformer.jobs.picture.Drawing.Mark;
import org.logoformer.jobs.picture.Drawing.Marker;
import org.logoformer.jobs.picture.Drawing.Path;
import org.logoformer.jobs.picture.Drawing.Place;
import org.logoformer.jobs.picture.Drawing.Shape;

/**
 * How far each of many went: a line each, over rungs at equal distances. The best are named at
 * their ends; how the others ended is told by the marks there.
 */
public final class LadderPicture {
  private static final double ROW = 20;
  private static final int NAMED = 3;

  /** Rungs up to this number are equally far apart and all named. */
  private static final int FEW = 8;

  private static final double LINE = 15;

  private final Format format;
  private final List<Climb> climbs;
  private final List<Shape> shapes = new ArrayList<>();

  /** How one of them ended. */
  public enum End {
    /** At the top. */
    FINISHED("finished", Marker.CIRCLE, Ink.FIRST, Dash.SOLID, 2),
    /** It was not good enough. */
    STOPPED("stopped", Marker.BAR, Ink.MUTED, Dash.DASHED, 1.4),
    /** It broke, in one way or another. */
    BROKEN("diverged or failed", Marker.TRIANGLE, Ink.SECOND, Dash.DOTTED, 1.8),
    /** Not yet. */
    OPEN("not at its end", Marker.SQUARE, Ink.THIRD, Dash.MIXED, 1.4);

    private final String text;
    private final Marker marker;
    private final Ink ink;
    private final Dash dash;
    private final double width;

    End(String text, Marker marker, Ink ink, Dash dash, double width) {
      this.text = text;
      this.marker = marker;
      this.ink = ink;
      this.dash = dash;
      this.width = width;
    }
  }

  /**
   * One of them.
   *
   * @param rungs that it got to, rising
   * @param values at each of them
   */
  public record Climb(String name, List<Integer> rungs, List<Double> values, End end) {
    private double last() {
      return values.get(values.size() - 1);
    }

    private int highest() {
      return rungs.get(rungs.size() - 1);
    }
  }

  private LadderPicture(Format format, List<Climb> climbs) {
    this.format = format;
    this.climbs = climbs;
  }

  /**
   * The picture.
   *
   * @param axis what rungs count
   * @param climbs at least one, each with a rung
   */
  public static Drawing drawing(Format format, String title, String axis, List<Climb> climbs) {
    LadderPicture picture = new LadderPicture(format, climbs);
    picture.shapes.add(Label.heading(2, 18, title));
    picture.plot(axis, picture.legend() + 12);
    return new Drawing(
        format.width(),
        format.height() + 60,
        title,
        "%s by %s. %s".formatted(title, axis, picture.description()),
        picture.shapes);
  }

  private double legend() {
    double x = 2;
    double y = 34;
    for (End end : End.values()) {
      long count = climbs.stream().filter(c -> c.end() == end).count();
      if (count == 0) {
        continue;
      }
      double width = 42 + Drawing.widthOf(end.text, Format.TEXT);
      if (x > 2 && x + width > format.width()) {
        x = 2;
        y += ROW;
      }
      shapes.add(
          new Path(List.of(new Place(x, y), new Place(x + 24, y)), end.ink, end.width, end.dash));
      shapes.add(new Mark(new Place(x + 24, y), end.marker, end.ink));
      shapes.add(Label.of(x + 32, y + 4.5, end.text, Anchor.START, Ink.TEXT));
      x += width;
    }
    return y + ROW / 2;
  }

  private void plot(String axis, double top) {
    double height = format.height() + 60;
    double bottom = height - 42;
    List<Double> values = climbs.stream().flatMap(c -> c.values().stream()).toList();
    Axis vertical = Axis.around(Collections.min(values), Collections.max(values), 5);
    double left = 10 + widest(vertical.ticks().stream().map(vertical::text).toList());
    double right = format.width() - 14 - widest(best().stream().map(Climb::name).toList());
    for (double tick : vertical.ticks()) {
      double y = bottom - (bottom - top) * vertical.share(tick);
      grid(List.of(new Place(left, y), new Place(right, y)));
      shapes.add(Label.of(left - 6, y + 4.5, vertical.text(tick), Anchor.END, Ink.MUTED));
    }
    ToDoubleFunction<Integer> across = across(left, right, top, bottom);
    shapes.add(Label.of((left + right) / 2, height - 7, axis, Anchor.MIDDLE, Ink.MUTED));
    for (Climb climb : drawnLastBest()) {
      List<Place> places = new ArrayList<>();
      for (int i = 0; i < climb.rungs().size(); i++) {
        places.add(
            new Place(
                across.applyAsDouble(climb.rungs().get(i)),
                bottom - (bottom - top) * vertical.share(climb.values().get(i))));
      }
      End end = climb.end();
      double width = climb.equals(best().isEmpty() ? null : best().get(0)) ? 3 : end.width;
      shapes.add(new Path(places, end.ink, width, end.dash));
      shapes.add(new Mark(places.get(places.size() - 1), end.marker, end.ink));
    }
    names(right, c -> bottom - (bottom - top) * vertical.share(c.last()));
  }

  /** Draws the rungs, and tells where each lies. */
  private ToDoubleFunction<Integer> across(double left, double right, double top, double bottom) {
    List<Integer> rungs =
        new ArrayList<>(
            new TreeSet<>(climbs.stream().map(Climb::rungs).flatMap(Collection::stream).toList()));
    boolean few = rungs.size() <= FEW;
    Axis counts =
        few
            ? Axis.ofCounts(0, Math.max(1, rungs.size() - 1), FEW)
            : Axis.ofCounts(rungs.get(0), rungs.get(rungs.size() - 1), (int) (right - left) / 55);
    ToDoubleFunction<Integer> across =
        rung -> left + 6 + (right - left - 12) * counts.share(few ? rungs.indexOf(rung) : rung);
    List<Integer> named =
        few ? rungs : counts.ticks().stream().map(t -> (int) Math.round(t)).toList();
    for (int rung : named) {
      double x = across.applyAsDouble(rung);
      grid(List.of(new Place(x, top), new Place(x, bottom)));
      shapes.add(Label.of(x, bottom + 18, Integer.toString(rung), Anchor.MIDDLE, Ink.MUTED));
    }
    return across;
  }

  private void grid(List<Place> places) {
    shapes.add(new Path(places, Ink.GRID, 1, Dash.SOLID));
  }

  /** Beside the ends of the best, from top to bottom without touching. */
  private void names(double right, ToDoubleFunction<Climb> height) {
    double free = Double.NEGATIVE_INFINITY;
    for (Climb climb : best()) {
      double y = Math.max(height.applyAsDouble(climb) + 4.5, free);
      shapes.add(Label.of(right + 6, y, climb.name(), Anchor.START, Ink.TEXT));
      free = y + LINE;
    }
  }

  private List<Climb> best() {
    return climbs.stream()
        .filter(c -> c.end() == End.FINISHED)
        .sorted(Comparator.comparingDouble(Climb::last).reversed())
        .limit(NAMED)
        .toList();
  }

  private List<Climb> drawnLastBest() {
    return climbs.stream()
        .sorted(
            Comparator.comparing((Climb c) -> c.end() == End.FINISHED)
                .thenComparingDouble(Climb::last))
        .toList();
  }

  private static double widest(List<String> texts) {
    return texts.stream().mapToDouble(t -> Drawing.widthOf(t, Format.TEXT)).max().orElse(0);
  }

  private String description() {
    String ends =
        climbs.stream()
            .collect(
                Collectors.groupingBy(Climb::end, java.util.TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(e -> e.getValue() + " " + e.getKey().text)
            .collect(Collectors.joining(", "));
    String best =
        best().stream()
            .map(c -> "%s with %.4g after %d".formatted(c.name(), c.last(), c.highest()))
            .collect(Collectors.joining(", "));
    return ends + (best.isEmpty() ? "" : "; the best: " + best);
  }
}
