package org.logoformer.jobs.picture;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.logoformer.jobs.picture.Drawing.Anchor;
import org.logoformer.jobs.picture.Drawing.Box;
import org.logoformer.jobs.picture.Drawing.Label;
import org.logoformer.jobs.picture.Drawing.Mark;
import org.logoformer.jobs.picture.Drawing.Marker;
import org.logoformer.jobs.picture.Drawing.Path;
import org.logoformer.jobs.picture.Drawing.Place;

/** Drawings as PNG, at twice the nominal size so that they are sharp on any screen. */
public final class Picture {
  private static final int SCALE = 2;

  private final Graphics2D g;
  private final Theme theme;

  private Picture(Graphics2D g, Theme theme) {
    this.g = g;
    this.theme = theme;
  }

  /** PNG bytes. */
  public static byte[] png(Drawing drawing, Theme theme) {
    BufferedImage image =
        new BufferedImage(
            (int) Math.ceil(drawing.width() * SCALE),
            (int) Math.ceil(drawing.height() * SCALE),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Ink.GROUND.of(theme));
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.scale(SCALE, SCALE);
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    Picture picture = new Picture(g, theme);
    drawing.shapes().forEach(picture::draw);
    g.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return png.toByteArray();
  }

  private void draw(Drawing.Shape shape) {
    if (shape instanceof Path path) {
      draw(path);
    } else if (shape instanceof Box box) {
      draw(box);
    } else if (shape instanceof Mark mark) {
      g.setColor(mark.ink().of(theme));
      g.fill(outline(mark));
    } else if (shape instanceof Label label) {
      draw(label);
    }
  }

  private void draw(Path path) {
    String lengths = path.dash().lengths();
    float[] dashes = null;
    if (!lengths.isEmpty()) {
      String[] parts = lengths.split(" ", -1);
      dashes = new float[parts.length];
      for (int i = 0; i < parts.length; i++) {
        dashes[i] = Float.parseFloat(parts[i]);
      }
    }
    g.setColor(path.ink().of(theme));
    g.setStroke(
        new BasicStroke(
            (float) path.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes, 0));
    g.draw(through(path.places()));
  }

  private void draw(Box box) {
    g.setColor(box.ink().of(theme));
    g.setComposite(AlphaComposite.SrcOver.derive((float) box.opacity()));
    double round = 2 * box.radius();
    g.fill(new RoundRectangle2D.Double(box.x(), box.y(), box.width(), box.height(), round, round));
    g.setComposite(AlphaComposite.SrcOver);
  }

  private void draw(Label label) {
    int style = label.bold() ? Font.BOLD : Font.PLAIN;
    g.setFont(new Font(Font.SANS_SERIF, style, 1).deriveFont((float) label.size()));
    g.setColor(label.ink().of(theme));
    double width = g.getFontMetrics().getStringBounds(label.text(), g).getWidth();
    double before =
        label.anchor() == Anchor.END ? width : label.anchor() == Anchor.MIDDLE ? width / 2 : 0;
    Place place = label.place();
    double angle = Math.toRadians(label.turn());
    g.rotate(angle, place.x(), place.y());
    g.drawString(label.text(), (float) (place.x() - before), (float) place.y());
    g.rotate(-angle, place.x(), place.y());
  }

  private static Shape outline(Mark mark) {
    if (mark.marker() == Marker.CIRCLE) {
      double radius = mark.radius();
      return new Ellipse2D.Double(
          mark.place().x() - radius, mark.place().y() - radius, 2 * radius, 2 * radius);
    }
    Path2D outline = through(mark.corners());
    outline.closePath();
    return outline;
  }

  private static Path2D through(List<Place> places) {
    Path2D path = new Path2D.Double();
    path.moveTo(places.get(0).x(), places.get(0).y());
    places.stream().skip(1).forEach(p -> path.lineTo(p.x(), p.y()));
    return path;
  }
}
