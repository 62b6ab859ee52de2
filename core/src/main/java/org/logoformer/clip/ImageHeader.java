package org.logoformer.clip;

import org.logoformer.clip.ImageRefusedException.Reason;

/**
 * What an image says about itself, read before anything is allocated for its pixels.
 *
 * @param format by content; the extension of a file is never believed
 * @param width pixels, positive
 * @param height pixels, positive
 */
record ImageHeader(Format format, int width, int height) {
  enum Format {
    JPEG,
    PNG
  }

  /**
   * Reads the header and walks the structure to its end marker: ImageIO fills the missing part of a
   * truncated JPEG with grey and calls that a picture.
   *
   * @throws ImageRefusedException if the file is neither JPEG nor PNG, is cut, or cannot be decoded
   */
  static ImageHeader parse(byte[] file) throws ImageRefusedException {
    if (file.length == 0) {
      throw new ImageRefusedException(Reason.EMPTY, "the file has no bytes");
    }
    ImageHeader header;
    if (JpegStructure.matches(file)) {
      header = new JpegStructure(file).header();
    } else if (PngStructure.matches(file)) {
      header = new PngStructure(file).header();
    } else {
      throw new ImageRefusedException(
          Reason.UNKNOWN_FORMAT, "neither JPEG nor PNG by its first bytes; convert it");
    }
    if (header.width <= 0 || header.height <= 0) {
      throw new ImageRefusedException(
          Reason.CORRUPT, "says it has " + header.width + " x " + header.height + " pixels");
    }
    return header;
  }
}
