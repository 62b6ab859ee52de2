package org.logoformer.jobs.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.List;

/**
 * The confusion matrix as a heat map: a row per label, a column per prediction; the colour is the
 * share of the row, the number in a cell the share in percent with the count below it.
 */
public final class ConfusionPicture {
  private static final int CELL = 62;
  private static final int LEFT = 96;
  private static final int TOP = 58;
  private static final int MARGIN = 16;

  private ConfusionPicture() {}

  /** PNG bytes; {@code counts[label][prediction]} in the order of {@code classes}. */
  public static byte[] png(List<String> classes, long[][] counts, Theme theme) {
    int n = classes.size();
    return Picture.png(
        LEFT + n * CELL + MARGIN, TOP + n * CELL + MARGIN, g -> draw(g, classes, counts, theme));
  }

  private static void draw(Graphics2D g, List<String> classes, long[][] counts, Theme theme) {
    int n = classes.size();
    g.setColor(theme.ground());
    g.fillRect(0, 0, LEFT + n * CELL + MARGIN, TOP + n * CELL + MARGIN);
    Font small = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    Font name = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    Font number = new Font(Font.SANS_SERIF, Font.BOLD, 14);
    g.setFont(small);
    g.setColor(theme.muted());
    centred(g, "predicted", LEFT + n * CELL / 2, 20);
    right(g, "label", LEFT - 12, TOP - 14);
    for (int i = 0; i < n; i++) {
      g.setFont(name);
      g.setColor(theme.text());
      centred(g, classes.get(i), LEFT + i * CELL + CELL / 2, TOP - 14);
      right(g, classes.get(i), LEFT - 12, TOP + i * CELL + CELL / 2 + 4);
      long total = Arrays.stream(counts[i]).sum();
      for (int j = 0; j < n; j++) {
        double share = total == 0 ? 0 : (double) counts[i][j] / total;
        int x = LEFT + j * CELL;
        int y = TOP + i * CELL;
        g.setColor(theme.cell(share));
        g.fillRoundRect(x + 1, y + 1, CELL - 2, CELL - 2, 8, 8);
        Color ink = theme.onCell(share);
        g.setColor(counts[i][j] == 0 ? theme.muted() : ink);
        g.setFont(number);
        String percent = total == 0 ? "–" : Math.round(100 * share) + "%";
        centred(g, percent, x + CELL / 2, y + CELL / 2 + 2);
        g.setFont(small);
        centred(g, Long.toString(counts[i][j]), x + CELL / 2, y + CELL / 2 + 18);
      }
    }
  }

  private static void centred(Graphics2D g, String text, int x, int baseline) {
    FontMetrics metrics = g.getFontMetrics();
    g.drawString(text, x - metrics.stringWidth(text) / 2, baseline);
  }

  private static void right(Graphics2D g, String text, int x, int baseline) {
    g.drawString(text, x - g.getFontMetrics().stringWidth(text), baseline);
  }
}
