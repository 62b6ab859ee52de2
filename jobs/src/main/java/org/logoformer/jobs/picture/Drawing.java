package org.logoformer.jobs.picture;

import java.util.List;
import java.util.stream.Stream;

/**
 * A picture as shapes, later ones over earlier ones; places are in px from the upper left corner.
 * {@link Svg} and {@link Picture} turn it into files.
 *
 * @param title what it shows
 * @param description the same for who cannot see it: the values that matter
 */
public record Drawing(
    double width, double height, String title, String description, List<Shape> shapes) {
  /** Copies the list. */
  public Drawing {
    shapes = List.copyOf(shapes);
  }

  /** One shape. */
  sealed interface Shape permits Path, Box, Mark, Label {}

  /** A place. */
  record Place(double x, double y) {}

  /** Straight lines from place to place. */
  record Path(List<Place> places, Ink ink, double width, Dash dash) implements Shape {}

  /**
   * A filled rectangle.
   *
   * @param radius of its corners
   * @param opacity 0 to 1
   */
  record Box(
      double x, double y, double width, double height, double radius, Ink ink, double opacity)
      implements Shape {}

  /**
   * A marker around a place.
   *
   * @param size in terms of those on lines
   */
  record Mark(Place place, Marker marker, Ink ink, double size) implements Shape {
    Mark(Place place, Marker marker, Ink ink) {
      this(place, marker, ink, 1);
    }

    double radius() {
      return size * Marker.RADIUS;
    }

    List<Place> corners() {
      return marker.corners(place, size);
    }
  }

  /**
   * A line of text; {@code place} is on its base line.
   *
   * @param turn degrees, clockwise, around the place
   */
  record Label(
      Place place, String text, Anchor anchor, double size, boolean bold, Ink ink, int turn)
      implements Shape {
    static Label of(double x, double y, String text, Anchor anchor, Ink ink) {
      return new Label(new Place(x, y), text, anchor, Format.TEXT, false, ink, 0);
    }

    static Label heading(double x, double y, String text) {
      return new Label(new Place(x, y), text, Anchor.START, Format.TEXT + 1, true, Ink.TEXT, 0);
    }

    Label sized(double newSize) {
      return new Label(place, text, anchor, newSize, bold, ink, turn);
    }

    Label emphasised() {
      return new Label(place, text, anchor, size, true, ink, turn);
    }

    Label turned(int degrees) {
      return new Label(place, text, anchor, size, bold, ink, degrees);
    }
  }

  /** Which part of a text stands at its place. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** How a line is broken; the lengths are those of strokes and gaps, in px. */
  enum Dash {
    SOLID(""),
    DASHED("7 4"),
    DOTTED("2 4"),
    MIXED("9 4 2 4"),
    LONG("14 5");

    private final String lengths;

    Dash(String lengths) {
      this.lengths = lengths;
    }

    /** As SVG writes them; empty for an unbroken line. */
    String lengths() {
      return lengths;
    }

    static Dash line(int i) {
      return values()[i % values().length];
    }
  }

  /** The form of a marker: corners around its place, or none for a circle. */
  enum Marker {
    CIRCLE(""),
    SQUARE("-3.2,-3.2 3.2,-3.2 3.2,3.2 -3.2,3.2"),
    TRIANGLE("0,-4.4 4.2,3.2 -4.2,3.2"),
    DIAMOND("0,-4.6 4.6,0 0,4.6 -4.6,0"),
    BAR("-4.5,-1.6 4.5,-1.6 4.5,1.6 -4.5,1.6"),
    DOWN("0,4.4 4.2,-3.2 -4.2,-3.2"),
    CROSS("0,-1.4 2.6,-4 4,-2.6 1.4,0 4,2.6 2.6,4 0,1.4 -2.6,4 -4,2.6 -1.4,0 -4,-2.6 -2.6,-4");

    static final double RADIUS = 3.6;

    private final String corners;

    Marker(String corners) {
      this.corners = corners;
    }

    List<Place> corners(Place around, double size) {
      return Stream.of(corners.split(" ", -1)).map(c -> corner(c, around, size)).toList();
    }

    private static Place corner(String text, Place around, double size) {
      int comma = text.indexOf(',');
      return new Place(
          around.x() + size * Double.parseDouble(text.substring(0, comma)),
          around.y() + size * Double.parseDouble(text.substring(comma + 1)));
    }

    /** Another one with the same dash after each round of dashes. */
    static Marker line(int i) {
      return values()[(i + i / Dash.values().length) % values().length];
    }
  }

  /** About how wide a text is, px, in whatever font it will be shown: rather too wide. */
  static double widthOf(String text, double size) {
    return 0.62 * size * text.length();
  }
}
