package org.logoformer.jobs.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.logoformer.jobs.picture.Drawing.Anchor;
import org.logoformer.jobs.picture.Drawing.Box;
import org.logoformer.jobs.picture.Drawing.Label;
import org.logoformer.jobs.picture.Drawing.Shape;

/**
 * The confusion matrix as a heat map: a row per label, a column per prediction; the colour is the
 * share of the row, the number in a cell the share in percent, with the count below it where there
 * is room.
 */
public final class ConfusionPicture {
  /** Cells from this size on have a number; a second one needs more. */
  private static final double ONE_NUMBER = 26;

  private static final double TWO_NUMBERS = 44;
  private static final double STRONG = 0.62;

  /** Of the names of columns, px. */
  private static final double HEAD = 12;

  private final List<String> classes;
  private final long[][] counts;
  private final List<Shape> shapes = new ArrayList<>();
  private final double left;
  private final double top;
  private final double cell;

  /** Whether the names of columns are wider than a column. */
  private final boolean turned;

  private ConfusionPicture(Format format, List<String> classes, long[][] counts) {
    this.classes = classes;
    this.counts = counts;
    double widest =
        classes.stream().mapToDouble(c -> Drawing.widthOf(c, Format.TEXT)).max().orElse(0);
    this.left = Math.min(widest + 8, format.width() / 3.0);
    boolean turned = widest(classes) > (format.width() - left) / classes.size();
    this.cell = (format.width() - left - (turned ? 16 : 2)) / classes.size();
    this.turned = turned;
    this.top = turned ? 46 + 0.75 * left : 66;
  }

  /** PNG bytes; {@code counts[label][prediction]} in the order of {@code classes}. */
  public static byte[] png(List<String> classes, long[][] counts, Theme theme) {
    return Picture.png(drawing(Format.PAGE, classes, counts), theme);
  }

  /** The matrix as shapes, as {@link #png}. */
  public static Drawing drawing(Format format, List<String> classes, long[][] counts) {
    ConfusionPicture picture = new ConfusionPicture(format, classes, counts);
    picture.draw();
    double height = picture.top + classes.size() * picture.cell + 2;
    return new Drawing(
        format.width(), height, "Confusion matrix", picture.description(), picture.shapes);
  }

  /** As it is: an estimate that is too wide would turn names that fit. */
  private static double widest(List<String> names) {
    return names.stream().mapToDouble(n -> 0.85 * Drawing.widthOf(n, HEAD)).max().orElse(0) + 4;
  }

  private void draw() {
    shapes.add(Label.heading(2, 18, "Confusion matrix, % of a row"));
    shapes.add(Label.of(left, 38, "predicted", Anchor.START, Ink.MUTED));
    shapes.add(Label.of(left - 8, top - 10, "label", Anchor.END, Ink.MUTED));
    for (int i = 0; i < classes.size(); i++) {
      double middle = top + (i + 0.5) * cell;
      shapes.add(Label.of(left - 8, middle + 4.5, classes.get(i), Anchor.END, Ink.TEXT));
      double x = left + (i + 0.5) * cell;
      shapes.add(
          turned
              ? Label.of(x + 2, top - 6, classes.get(i), Anchor.START, Ink.TEXT)
                  .sized(HEAD)
                  .turned(-45)
              : Label.of(x, top - 10, classes.get(i), Anchor.MIDDLE, Ink.TEXT).sized(HEAD));
      for (int j = 0; j < classes.size(); j++) {
        cell(i, j);
      }
    }
  }

  private void cell(int label, int prediction) {
    double share = share(label, prediction);
    double x = left + prediction * cell;
    double y = top + label * cell;
    double radius = Math.min(6, cell / 6);
    shapes.add(new Box(x + 1, y + 1, cell - 2, cell - 2, radius, Ink.LOW, 1));
    if (share > 0) {
      shapes.add(new Box(x + 1, y + 1, cell - 2, cell - 2, radius, Ink.HIGH, share));
    }
    Ink ink = counts[label][prediction] == 0 ? Ink.MUTED : share > STRONG ? Ink.ON_HIGH : Ink.TEXT;
    if (cell >= ONE_NUMBER) {
      boolean two = cell >= TWO_NUMBERS;
      String percent = Double.isNaN(share) ? "–" : Long.toString(Math.round(100 * share));
      double base = y + cell / 2 + (two ? -1 : 4.5);
      shapes.add(Label.of(x + cell / 2, base, percent, Anchor.MIDDLE, ink).emphasised());
      if (two) {
        String count = Long.toString(counts[label][prediction]);
        shapes.add(Label.of(x + cell / 2, base + 16, count, Anchor.MIDDLE, ink).sized(HEAD));
      }
    }
  }

  /** NaN for a label without clips. */
  private double share(int label, int prediction) {
    long total = Arrays.stream(counts[label]).sum();
    return total == 0 ? Double.NaN : (double) counts[label][prediction] / total;
  }

  private String description() {
    StringBuilder text =
        new StringBuilder(
            "Confusion matrix, a row per label and a column per prediction; shares predicted right: ");
    double most = 0;
    String worst = "";
    for (int i = 0; i < classes.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(classes.get(i)).append(' ').append(percent(i, i));
      for (int j = 0; j < classes.size(); j++) {
        if (i != j && share(i, j) > most) {
          most = share(i, j);
          worst =
              "; most often confused: %s taken for %s, %s"
                  .formatted(classes.get(i), classes.get(j), percent(i, j));
        }
      }
    }
    return text.append(worst).toString();
  }

  private String percent(int label, int prediction) {
    double share = share(label, prediction);
    return Double.isNaN(share)
        ? "without clips"
        : String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }
}
