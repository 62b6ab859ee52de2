package org.logoformer.jobs.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.logoformer.jobs.picture.Drawing.Anchor;
import org.logoformer.jobs.picture.Drawing.Box;
import org.logoformer.jobs.picture.Drawing.Label;
import org.logoformer.jobs.picture.Drawing.Mark;
import org.logoformer.jobs.picture.Drawing.Marker;
import org.logoformer.jobs.picture.Drawing.Place;
import org.logoformer.jobs.picture.Drawing.Shape;

/**
 * Points of some groups in the plane, on axes that mean nothing. Groups are told apart by marker
 * and by colour, and named where most of their points lie.
 */
public final class ScatterPicture {
  private static final Ink[] INKS = {
    Ink.FIRST, Ink.SECOND, Ink.THIRD, Ink.FOURTH, Ink.FIFTH, Ink.TEXT, Ink.MUTED
  };
  private static final double ROW = 20;
  private static final double EDGE = 8;
  private static final double LINE = 18;

  /** One line below another is no longer over it, however y + 18 - y is rounded. */
  private static final double NEARLY_LINE = LINE - 1e-6;

  /** Up to so many points have marks of full size. */
  private static final double FEW = 150;

  private final Format format;
  private final List<Dots> groups;
  private final List<Shape> shapes = new ArrayList<>();

  /**
   * The points of one group.
   *
   * @param name of the group
   * @param x places, as many as y
   * @param y places, rising upwards
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  public record Dots(String name, double[] x, double[] y) {}

  private ScatterPicture(Format format, List<Dots> groups) {
    this.format = format;
    this.groups = groups;
  }

  /**
   * The picture, whose plot is a square.
   *
   * @param about what is to be said of it besides how many points there are
   */
  public static Drawing drawing(Format format, String title, String about, List<Dots> groups) {
    ScatterPicture picture = new ScatterPicture(format, groups);
    picture.shapes.add(Label.heading(2, 18, title));
    double top = picture.legend() + 8;
    picture.plot(top);
    String counts =
        groups.stream().map(g -> g.name() + " " + g.x().length).collect(Collectors.joining(", "));
    return new Drawing(
        format.width(),
        top + format.width(),
        title,
        "%s. %s. Points: %s".formatted(title, about, counts),
        picture.shapes);
  }

  private static Ink ink(int group) {
    return INKS[group % INKS.length];
  }

  private static Marker marker(int group) {
    Marker[] markers = Marker.values();
    return markers[(group + group / markers.length) % markers.length];
  }

  private double legend() {
    double x = 8;
    double y = 36;
    for (int g = 0; g < groups.size(); g++) {
      double width = 32 + Drawing.widthOf(groups.get(g).name(), Format.TEXT);
      if (x > 8 && x + width > format.width()) {
        x = 8;
        y += ROW;
      }
      shapes.add(new Mark(new Place(x, y), marker(g), ink(g)));
      shapes.add(Label.of(x + 10, y + 4.5, groups.get(g).name(), Anchor.START, Ink.TEXT));
      x += width;
    }
    return y + ROW / 2;
  }

  private void plot(double top) {
    double side = format.width();
    shapes.add(new Box(0, top, side, side, 6, Ink.LOW, 1));
    double[] xs = groups.stream().flatMapToDouble(g -> Arrays.stream(g.x())).toArray();
    double[] ys = groups.stream().flatMapToDouble(g -> Arrays.stream(g.y())).toArray();
    double size = Math.max(0.55, Math.min(1, Math.sqrt(FEW / xs.length)));
    List<Label> names = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      double[] x = placed(groups.get(g).x(), xs, side);
      double[] y = Arrays.stream(placed(groups.get(g).y(), ys, side)).map(v -> side - v).toArray();
      for (int i = 0; i < x.length; i++) {
        shapes.add(new Mark(new Place(x[i], top + y[i]), marker(g), ink(g), size));
      }
      if (x.length > 0) {
        names.add(name(groups.get(g).name(), median(x), top + median(y) + 4.5));
      }
    }
    named(names);
  }

  /** Names do not cover each other: of two the later one moves down. */
  private void named(List<Label> names) {
    List<Label> placed = new ArrayList<>();
    for (Label wanted : names) {
      Label name = wanted;
      for (int i = 0; i < placed.size(); i++) {
        if (isOver(name, placed.get(i))) {
          name = name(name.text(), name.place().x(), placed.get(i).place().y() + LINE);
          i = -1;
        }
      }
      placed.add(name);
      double width = Drawing.widthOf(name.text(), Format.TEXT) + 6;
      Place at = name.place();
      shapes.add(new Box(at.x() - width / 2, at.y() - 13, width, 17, 4, Ink.GROUND, 0.85));
      shapes.add(name);
    }
  }

  private static boolean isOver(Label a, Label b) {
    double room =
        (Drawing.widthOf(a.text(), Format.TEXT) + Drawing.widthOf(b.text(), Format.TEXT)) / 2 + 6;
    return Math.abs(a.place().x() - b.place().x()) < room
        && Math.abs(a.place().y() - b.place().y()) < NEARLY_LINE;
  }

  private Label name(String text, double x, double y) {
    double half = Drawing.widthOf(text, Format.TEXT) / 2 + 4;
    double inside = Math.max(half, Math.min(format.width() - half, x));
    return Label.of(inside, y, text, Anchor.MIDDLE, Ink.TEXT).emphasised();
  }

  private static double[] placed(double[] values, double[] all, double side) {
    double low = Arrays.stream(all).min().orElse(0);
    double high = Arrays.stream(all).max().orElse(1);
    double over = high > low ? high - low : 1;
    return Arrays.stream(values).map(v -> EDGE + (side - 2 * EDGE) * (v - low) / over).toArray();
  }

  private static double median(double[] values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
