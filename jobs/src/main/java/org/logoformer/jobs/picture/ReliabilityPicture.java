package org.logoformer.jobs.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.logoformer.jobs.picture.Drawing.Anchor;
import org.logoformer.jobs.picture.Drawing.Box;
import org.logoformer.jobs.picture.Drawing.Dash;
import org.logoformer.jobs.picture.Drawing.Label;
import org.logoformer.jobs.picture.Drawing.Mark;
import org.logoformer.jobs.picture.Drawing.Marker;
import org.logoformer.jobs.picture.Drawing.Path;
import org.logoformer.jobs.picture.Drawing.Place;
import org.logoformer.jobs.picture.Drawing.Shape;
import org.logoformer.metrics.Calibration;
import org.logoformer.metrics.Calibration.Bin;

/**
 * A reliability diagram: the share of right predictions over the confidence that they were made
 * with. Points on the dashed diagonal can be believed; below it, confidence promises too much. Bars
 * show where the clips are.
 */
public final class ReliabilityPicture {
  private static final String TITLE = "Right predictions, %";
  private static final Axis PERCENT = Axis.around(0, 100, 4);
  private static final double TOP = 56;
  private static final double LEFT = 42;
  private static final double BARS = 0.5;
  private static final double FAINT = 0.2;

  private final Format format;
  private final Calibration calibration;
  private final double right;
  private final double bottom;
  private final List<Shape> shapes = new ArrayList<>();

  private ReliabilityPicture(Format format, Calibration calibration) {
    this.format = format;
    this.calibration = calibration;
    this.right = format.width() - 14;
    this.bottom = format.height() - 42;
  }

  /** PNG bytes of the diagram for light or dark pages. */
  public static byte[] png(Calibration calibration, Theme theme) {
    return Picture.png(drawing(Format.PAGE, calibration), theme);
  }

  /** The diagram as shapes. */
  public static Drawing drawing(Format format, Calibration calibration) {
    ReliabilityPicture picture = new ReliabilityPicture(format, calibration);
    picture.frame();
    picture.bars();
    picture.diagonal();
    picture.points();
    String what =
        picture.known().stream().map(ReliabilityPicture::words).collect(Collectors.joining("; "));
    return new Drawing(
        format.width(),
        format.height(),
        TITLE,
        String.format(
            Locale.ROOT,
            "%s by confidence; calibration error %.1f. By range: %s",
            TITLE,
            100 * calibration.error(),
            what),
        picture.shapes);
  }

  private List<Bin> known() {
    return calibration.bins().stream().filter(bin -> bin.clips() > 0).toList();
  }

  private static String words(Bin bin) {
    return String.format(
        Locale.ROOT,
        "at %.1f %% %.1f %% of %d clips",
        100 * bin.confidence(),
        100 * bin.accuracy(),
        bin.clips());
  }

  private void frame() {
    shapes.add(Label.heading(2, 18, TITLE));
    shapes.add(
        Label.of(
            2,
            38,
            String.format(Locale.ROOT, "calibration error %.1f", 100 * calibration.error()),
            Anchor.START,
            Ink.MUTED));
    for (double tick : PERCENT.ticks()) {
      double y = y(tick);
      shapes.add(
          new Path(List.of(new Place(LEFT, y), new Place(right, y)), Ink.GRID, 1, Dash.SOLID));
      shapes.add(Label.of(LEFT - 6, y + 4.5, PERCENT.text(tick), Anchor.END, Ink.MUTED));
      shapes.add(Label.of(x(tick), bottom + 18, PERCENT.text(tick), Anchor.MIDDLE, Ink.MUTED));
    }
    shapes.add(
        Label.of(
            (LEFT + right) / 2, format.height() - 7, "confidence, %", Anchor.MIDDLE, Ink.MUTED));
  }

  /** The share of the clips in each range, the highest half as high as the picture. */
  private void bars() {
    long most = calibration.bins().stream().mapToLong(Bin::clips).max().orElse(0);
    double width = (right - LEFT) / Calibration.BINS;
    for (int b = 0; b < Calibration.BINS && most > 0; b++) {
      double height = BARS * (bottom - TOP) * calibration.bins().get(b).clips() / (double) most;
      shapes.add(
          new Box(LEFT + b * width + 1, bottom - height, width - 2, height, 1, Ink.FIRST, FAINT));
    }
  }

  private void diagonal() {
    shapes.add(
        new Path(
            List.of(new Place(x(0), y(0)), new Place(x(100), y(100))), Ink.MUTED, 1, Dash.DASHED));
  }

  private void points() {
    List<Place> places =
        known().stream()
            .map(bin -> new Place(x(100 * bin.confidence()), y(100 * bin.accuracy())))
            .toList();
    shapes.add(new Path(places, Ink.FIRST, 2, Dash.SOLID));
    places.forEach(place -> shapes.add(new Mark(place, Marker.CIRCLE, Ink.FIRST)));
  }

  private double x(double percent) {
    return LEFT + (right - LEFT) * PERCENT.share(percent);
  }

  private double y(double percent) {
    return bottom - (bottom - TOP) * PERCENT.share(percent);
  }
}
