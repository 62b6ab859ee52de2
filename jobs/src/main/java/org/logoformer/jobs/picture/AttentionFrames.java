package org.logoformer.jobs.picture;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.w3c.dom.NodeList;

/**
 * The parts of an {@link AttentionPicture}, for pages that set its words themselves: the picture is
 * too wide for phones. Its words stand in the PNG as a text of their own, beside the pixels.
 *
 * @param title names the clip and its class
 * @param frames in the order of the clip
 */
public record AttentionFrames(String title, List<Frame> frames) {
  /** Keyword of the text, and by that the sign of such a picture. */
  private static final String KEYWORD = "logoformer-attention";

  private static final String METADATA = "javax_imageio_png_1.0";

  /** Copies the list. */
  public AttentionFrames {
    frames = List.copyOf(frames);
  }

  /**
   * One frame.
   *
   * @param caption its number and its share of all weights
   * @param image shaded by the weights of its regions
   */
  public record Frame(String caption, BufferedImage image) {
    /** JPEG bytes, a tenth of those of a PNG. */
    public byte[] jpeg() {
      ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
      try {
        ImageIO.write(image, "jpg", jpeg);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return jpeg.toByteArray();
    }
  }

  /** The parts of a picture; empty if {@code png} is none of {@link AttentionPicture}. */
  public static Optional<AttentionFrames> read(byte[] png) {
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(png))) {
      ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
      reader.setInput(in, true);
      List<String> words = words(reader.getImageMetadata(0));
      int frames = words.size() - 1;
      // Before its pixels are read: a small file may claim a huge picture.
      if (frames < 1
          || reader.getWidth(0) != AttentionPicture.WIDTH
          || reader.getHeight(0) != AttentionPicture.height(frames)) {
        return Optional.empty();
      }
      BufferedImage all = reader.read(0);
      List<Frame> parts = new ArrayList<>();
      for (int f = 0; f < frames; f++) {
        parts.add(new Frame(words.get(f + 1), part(all, f)));
      }
      return Optional.of(new AttentionFrames(words.get(0), parts));
    } catch (IOException | RuntimeException e) {
      // ImageIO throws either for what is no PNG or a broken one.
      return Optional.empty();
    }
  }

  private static BufferedImage part(BufferedImage all, int frame) {
    int side = AttentionPicture.SIDE;
    BufferedImage part = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = part.createGraphics();
    g.drawImage(all, -AttentionPicture.x(frame), -AttentionPicture.y(frame), null);
    g.dispose();
    return part;
  }

  /** The title and the captions; none in another file. */
  private static List<String> words(IIOMetadata metadata) {
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(METADATA);
    NodeList entries = root.getElementsByTagName("iTXtEntry");
    for (int i = 0; i < entries.getLength(); i++) {
      IIOMetadataNode entry = (IIOMetadataNode) entries.item(i);
      if (entry.getAttribute("keyword").equals(KEYWORD)) {
        return entry.getAttribute("text").lines().toList();
      }
    }
    return List.of();
  }

  /**
   * PNG bytes of a picture with its words.
   *
   * @param words the title and the captions
   */
  static byte[] png(BufferedImage image, List<String> words) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(png)) {
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(
              ImageTypeSpecifier.createFromRenderedImage(image), writer.getDefaultWriteParam());
      metadata.mergeTree(METADATA, text(String.join("\n", words)));
      writer.setOutput(out);
      writer.write(new IIOImage(image, null, metadata));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return png.toByteArray();
  }

  private static IIOMetadataNode text(String words) {
    IIOMetadataNode entry = new IIOMetadataNode("iTXtEntry");
    entry.setAttribute("keyword", KEYWORD);
    entry.setAttribute("compressionFlag", "FALSE");
    entry.setAttribute("compressionMethod", "0");
    entry.setAttribute("languageTag", "en");
    entry.setAttribute("translatedKeyword", "");
    entry.setAttribute("text", words);
    IIOMetadataNode texts = new IIOMetadataNode("iTXt");
    texts.appendChild(entry);
    IIOMetadataNode root = new IIOMetadataNode(METADATA);
    root.appendChild(texts);
    return root;
  }
}
