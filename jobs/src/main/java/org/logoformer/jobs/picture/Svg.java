package org.logoformer.jobs.picture;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.logoformer.jobs.picture.Drawing.Box;
import org.logoformer.jobs.picture.Drawing.Label;
import org.logoformer.jobs.picture.Drawing.Mark;
import org.logoformer.jobs.picture.Drawing.Path;
import org.logoformer.jobs.picture.Drawing.Place;
import org.logoformer.jobs.picture.Drawing.Shape;

/**
 * Drawings as SVG. Text stays text, so it can be searched, read aloud and set in the font of the
 * page; the chart library used before draws it as outlines.
 */
public final class Svg {
  private static final String FONT =
      "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'DejaVu Sans',sans-serif";

  private final Function<Ink, String> paint;
  private final StringBuilder out = new StringBuilder();

  private Svg(Function<Ink, String> paint) {
    this.paint = paint;
  }

  /** An element for a page that sets {@link Ink#property} of every ink. */
  public static String element(Drawing drawing) {
    Svg svg = new Svg(ink -> "var(" + ink.property() + ")");
    svg.open(drawing, " role=\"img\" aria-label=\"%s\"".formatted(text(drawing.description())));
    return svg.close(drawing);
  }

  /** A file that stands alone, in UTF-8. */
  public static byte[] file(Drawing drawing, Theme theme) {
    Svg svg = new Svg(ink -> ink.hex(theme));
    svg.open(
        drawing,
        String.format(
            Locale.ROOT,
            " xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\"",
            drawing.width(),
            drawing.height()));
    svg.out
        .append("<title>%s</title>".formatted(text(drawing.title())))
        .append("<desc>%s</desc>".formatted(text(drawing.description())));
    svg.add(new Box(0, 0, drawing.width(), drawing.height(), 0, Ink.GROUND, 1));
    return svg.close(drawing).getBytes(StandardCharsets.UTF_8);
  }

  private void open(Drawing drawing, String attributes) {
    out.append(
        "<svg viewBox=\"0 0 %s %s\"%s font-family=\"%s\">"
            .formatted(number(drawing.width()), number(drawing.height()), attributes, FONT));
  }

  private String close(Drawing drawing) {
    drawing.shapes().forEach(this::add);
    return out.append("</svg>\n").toString();
  }

  private void add(Shape shape) {
    if (shape instanceof Path path) {
      add(path);
    } else if (shape instanceof Box box) {
      add(box);
    } else if (shape instanceof Mark mark) {
      add(mark);
    } else if (shape instanceof Label label) {
      add(label);
    }
  }

  private void add(Path path) {
    String dashes = path.dash().lengths();
    out.append(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\"%s/>"
            .formatted(
                path.places().stream().map(Svg::pair).collect(Collectors.joining(" ")),
                paint.apply(path.ink()),
                number(path.width()),
                dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\""));
  }

  private void add(Box box) {
    out.append(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\" fill=\"%s\"%s/>"
            .formatted(
                number(box.x()),
                number(box.y()),
                number(box.width()),
                number(box.height()),
                number(box.radius()),
                paint.apply(box.ink()),
                box.opacity() < 1 ? " fill-opacity=\"" + number(box.opacity()) + "\"" : ""));
  }

  private void add(Mark mark) {
    Place place = mark.place();
    String fill = paint.apply(mark.ink());
    if (mark.marker() == Drawing.Marker.CIRCLE) {
      out.append(
          "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\"/>"
              .formatted(number(place.x()), number(place.y()), number(mark.radius()), fill));
    } else {
      String corners = mark.corners().stream().map(Svg::pair).collect(Collectors.joining(" "));
      out.append("<polygon points=\"%s\" fill=\"%s\"/>".formatted(corners, fill));
    }
  }

  private void add(Label label) {
    String x = number(label.place().x());
    String y = number(label.place().y());
    out.append(
        "<text x=\"%s\" y=\"%s\" font-size=\"%s\" text-anchor=\"%s\" fill=\"%s\"%s%s>%s</text>"
            .formatted(
                x,
                y,
                number(label.size()),
                label.anchor().name().toLowerCase(Locale.ROOT),
                paint.apply(label.ink()),
                label.bold() ? " font-weight=\"600\"" : "",
                label.turn() == 0
                    ? ""
                    : " transform=\"rotate(%d %s %s)\"".formatted(label.turn(), x, y),
                text(label.text())));
  }

  private static String pair(Place place) {
    return number(place.x()) + "," + number(place.y());
  }

  /** With two decimals at most: a hundredth of a pixel is not seen. */
  private static String number(double value) {
    double rounded = Math.round(100 * value) / 100.0;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }

  private static String text(String raw) {
    return raw.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
