package org.logoformer.jobs.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.logoformer.jobs.picture.Drawing.Anchor;
import org.logoformer.jobs.picture.Drawing.Box;
import org.logoformer.jobs.picture.Drawing.Label;
import org.logoformer.jobs.picture.Drawing.Shape;

/** Horizontal bars, each named and with its value written beside it. */
public final class BarPicture {
  private static final double ROW = 30;
  private static final double TALL_ROW = 44;

  private BarPicture() {}

  /**
   * One bar.
   *
   * @param share of a whole, 0 to 1; the longest bar fills the width, unless it is below a tenth
   * @param text its value
   */
  public record Bar(String name, double share, String text) {}

  /** The bars from top to bottom. */
  public static Drawing drawing(Format format, String title, List<Bar> bars) {
    List<Shape> shapes = new ArrayList<>();
    shapes.add(Label.heading(2, 18, title));
    // On a phone a name stands above its bar.
    boolean above = format == Format.PHONE;
    double row = above ? TALL_ROW : ROW;
    double left = above ? 2 : 10 + widest(bars.stream().map(Bar::name).toList());
    double room = format.width() - left - 12 - widest(bars.stream().map(Bar::text).toList());
    // Where all shares are small, the bars must not look large.
    double longest = Math.max(0.1, bars.stream().mapToDouble(Bar::share).max().orElse(1));
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double y = 32 + i * row + (above ? 18 : 0);
      shapes.add(
          above
              ? Label.of(2, y - 4, bar.name(), Anchor.START, Ink.TEXT)
              : Label.of(left - 8, y + 14, bar.name(), Anchor.END, Ink.TEXT));
      shapes.add(new Box(left, y, room, 19, 3, Ink.LOW, 1));
      double width = room * bar.share() / longest;
      if (width > 0) {
        shapes.add(new Box(left, y, Math.max(1, width), 19, Math.min(3, width / 2), Ink.FIRST, 1));
      }
      shapes.add(Label.of(format.width() - 2, y + 14, bar.text(), Anchor.END, Ink.TEXT));
    }
    String what =
        bars.stream().map(b -> b.name() + " " + b.text()).collect(Collectors.joining(", "));
    return new Drawing(format.width(), 36 + bars.size() * row, title, title + ": " + what, shapes);
  }

  private static double widest(List<String> texts) {
    return texts.stream().mapToDouble(t -> Drawing.widthOf(t, Format.TEXT)).max().orElse(0);
  }
}
