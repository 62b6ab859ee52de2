package org.logoformer.jobs.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The frames of a clip, each region as bright as it is weighed: full where the weight is the clip's
 * largest, dark and grey where it is 0. Below a frame stands its share of all weights.
 */
public final class AttentionPicture {
  private static final int COLUMNS = 4;
  static final int SIDE = 200;
  private static final int GAP = 8;
  private static final int LINE = 24;
  private static final int TEXT = 15;

  /** Of the picture, px. */
  static final int WIDTH = GAP + COLUMNS * (SIDE + GAP);

  /** What is left of a region without weight. */
  private static final double LEAST = 0.35;

  /**
   * How regions lie.
   *
   * @param frames of regions; of fewer than the clip has, each stands for as many frames
   */
  public record Grid(int frames, int rows, int columns) {}

  private AttentionPicture() {}

  /**
   * PNG bytes, which {@link AttentionFrames#read} takes apart again.
   *
   * @param frames packed RGB of each, square, row by row
   * @param shares of the regions, frame by frame and row by row
   */
  public static byte[] png(String title, int[][] frames, Grid grid, double[] shares) {
    BufferedImage image =
        new BufferedImage(WIDTH, height(frames.length), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    text(g, title, GAP, LINE - 6, Font.BOLD);
    text(g, "bright: weighed most; dark and grey: least", GAP, 2 * LINE - 6, Font.PLAIN);
    double most = Arrays.stream(shares).max().orElse(1);
    List<String> words = new ArrayList<>(List.of(title));
    for (int f = 0; f < frames.length; f++) {
      int of = f * grid.frames() / frames.length;
      String caption = caption(f, frames.length, grid, of, shares);
      g.drawImage(shaded(frames[f], grid, of, shares, most), x(f), y(f), SIDE, SIDE, null);
      text(g, caption, x(f), y(f) + SIDE + LINE - 7, Font.PLAIN);
      words.add(caption);
    }
    g.dispose();
    return AttentionFrames.png(image, words);
  }

  /** Of a picture of so many frames, px. */
  static int height(int frames) {
    int rows = (frames + COLUMNS - 1) / COLUMNS;
    return 2 * LINE + GAP + rows * (SIDE + LINE + GAP);
  }

  /** Left edge of a frame, px. */
  static int x(int frame) {
    return GAP + frame % COLUMNS * (SIDE + GAP);
  }

  /** Upper edge of a frame, px. */
  static int y(int frame) {
    return 2 * LINE + GAP + frame / COLUMNS * (SIDE + LINE + GAP);
  }

  private static void text(Graphics2D g, String text, int x, int y, int style) {
    g.setColor(Color.BLACK);
    g.setFont(new Font(Font.SANS_SERIF, style, TEXT));
    g.drawString(text, x, y);
  }

  /** Regions of several frames give each an equal part. */
  private static String caption(int frame, int frames, Grid grid, int of, double[] shares) {
    int regions = grid.rows() * grid.columns();
    double share =
        Arrays.stream(shares, of * regions, (of + 1) * regions).sum() * grid.frames() / frames;
    return String.format(Locale.ROOT, "frame %d: %.1f %%", frame + 1, 100 * share);
  }

  static BufferedImage shaded(int[] rgb, Grid grid, int frame, double[] shares, double most) {
    int side = (int) Math.round(Math.sqrt(rgb.length));
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int region =
            (frame * grid.rows() + y * grid.rows() / side) * grid.columns()
                + x * grid.columns() / side;
        double weight = most > 0 ? shares[region] / most : 0;
        image.setRGB(x, y, shaded(rgb[y * side + x], weight));
      }
    }
    return image;
  }

  private static int shaded(int rgb, double weight) {
    int red = rgb >> 16 & 255;
    int green = rgb >> 8 & 255;
    int blue = rgb & 255;
    // Luma of BT.601, as JPEG has it.
    double grey = 0.299 * red + 0.587 * green + 0.114 * blue;
    double light = LEAST + (1 - LEAST) * weight;
    return channel(red, grey, weight, light) << 16
        | channel(green, grey, weight, light) << 8
        | channel(blue, grey, weight, light);
  }

  private static int channel(int level, double grey, double colour, double light) {
    return (int) Math.round(light * (colour * level + (1 - colour) * grey));
  }
}
