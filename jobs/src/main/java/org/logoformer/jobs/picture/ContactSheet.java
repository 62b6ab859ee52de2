package org.logoformer.jobs.picture;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.logoformer.clip.Frames;

/** Frames of clips in rows, each row with a name above it and each clip with its own below. */
public final class ContactSheet {
  /** More rows would take more memory than a picture is worth. */
  public static final int MOST_ROWS = 40;

  /** Pixels of the square that a frame lies in. */
  public static final int FRAME = 96;

  private static final int FRAMES = 3; // of a clip
  private static final int GAP = 12;
  private static final int HEADING = 34;
  private static final int CAPTION = 20;
  private static final int CLIPS = 4;
  private static final int CLIP_WIDTH = FRAMES * FRAME + 4;

  /**
   * A clip.
   *
   * @param name below it
   * @param frames its three frames, neither wider nor higher than {@link #FRAME}
   */
  public record Clip(String name, Frames frames) {}

  /**
   * Clips side by side, four at most.
   *
   * @param name above them
   */
  public record Row(String name, List<Clip> clips) {
    /** Copies the list. */
    public Row {
      clips = List.copyOf(clips);
    }
  }

  private ContactSheet() {}

  /** PNG bytes. */
  public static byte[] png(String title, List<Row> rows) {
    int rowHeight = HEADING + FRAME + CAPTION + GAP;
    BufferedImage image =
        new BufferedImage(
            GAP + CLIPS * (CLIP_WIDTH + GAP),
            HEADING + rows.size() * rowHeight + GAP,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Ink.GROUND.of(Theme.LIGHT));
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    text(g, title, GAP, HEADING - 10, image.getWidth() - 2 * GAP, 16, Ink.MUTED);
    for (int r = 0; r < rows.size(); r++) {
      draw(image, g, rows.get(r), HEADING + r * rowHeight);
    }
    g.dispose();
    return Photos.encoded(image, "png");
  }

  private static void draw(BufferedImage image, Graphics2D g, Row row, int top) {
    int width = image.getWidth();
    text(g, row.name(), GAP, top + HEADING - 10, width - 2 * GAP, 19, Ink.TEXT);
    int y = top + HEADING;
    for (int c = 0; c < Math.min(CLIPS, row.clips().size()); c++) {
      Clip clip = row.clips().get(c);
      int x = GAP + c * (CLIP_WIDTH + GAP);
      for (int f = 0; f < clip.frames().count(); f++) {
        frame(image, clip.frames(), f, x + f * (FRAME + 2), y);
      }
      text(g, clip.name(), x, y + FRAME + CAPTION - 5, CLIP_WIDTH, 13, Ink.MUTED);
    }
  }

  /** Within its square, whatever its shape. */
  private static void frame(BufferedImage image, Frames frames, int frame, int x, int y) {
    int left = x + (FRAME - frames.width()) / 2;
    int top = y + (FRAME - frames.height()) / 2;
    Photos.draw(image, frames, frame, left, top);
  }

  private static void text(Graphics2D g, String text, int x, int y, int room, int size, Ink ink) {
    g.setFont(new Font(Font.SANS_SERIF, ink == Ink.TEXT ? Font.BOLD : Font.PLAIN, size));
    g.setColor(ink.of(Theme.LIGHT));
    g.drawString(fitted(text, g.getFontMetrics(), room), x, y);
  }

  /** A name that is too long loses its start: the end tells clips of one folder apart. */
  private static String fitted(String text, FontMetrics font, int room) {
    int from = 0;
    String shown = text;
    while (font.stringWidth(shown) > room && from < text.length() - 1) {
      from++;
      shown = "…" + text.substring(from);
    }
    return shown;
  }
}
