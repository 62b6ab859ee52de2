package org.logoformer.clip;

import org.logoformer.clip.ImageRefusedException.Reason;

/**
 * Decodes JPEG and PNG files from strangers to 8-bit RGB, sample for sample as Pillow's {@code
 * convert("RGB")} does, on every machine and JDK.
 *
 * <p>The format is told by content. Grey is repeated, palettes are looked up, alpha is dropped, of
 * 16 bits the upper 8 are kept; four inks become what is seen of them; embedded colour profiles are
 * ignored, and so are orientations unless {@link Exif#APPLY} is asked for. One thing is not
 * Pillow's: of a 16-bit grey PNG without alpha, Pillow cuts every value above 255 down to 255,
 * which leaves a white picture; here it is treated as the other 16-bit images are. What cannot be
 * decoded is refused with a {@link Reason}: see there. Safe for use by several threads.
 */
public final class ImageDecoder {
  /** Pixels of the largest image decoded where no limit is configured. */
  public static final long DEFAULT_MAX_PIXELS = 50_000_000;

  /** The largest limit: more pixels fit neither an array nor the decoder. */
  public static final long LARGEST_MAX_PIXELS = 400_000_000;

  private final long maxPixels;
  private final Exif exif;

  /**
   * A decoder that ignores orientations.
   *
   * @param maxPixels an image larger than this is refused before it is decoded
   */
  public ImageDecoder(long maxPixels) {
    this(maxPixels, Exif.IGNORE);
  }

  /**
   * @param maxPixels an image larger than this is refused before it is decoded
   * @param exif what becomes of its orientation
   */
  public ImageDecoder(long maxPixels, Exif exif) {
    if (maxPixels <= 0 || maxPixels > LARGEST_MAX_PIXELS) {
      throw new IllegalArgumentException(
          "max-pixels must be from 1 to " + LARGEST_MAX_PIXELS + ", is " + maxPixels);
    }
    this.maxPixels = maxPixels;
    this.exif = exif;
  }

  /**
   * Decodes one image.
   *
   * @param file the whole file
   * @return one frame, {@code [1, height, width, 3]}
   * @throws ImageRefusedException with the reason
   */
  public Frames decode(byte[] file) throws ImageRefusedException {
    Picture picture = new Picture();
    decode(file, picture);
    return picture.frames();
  }

  /**
   * Decodes one image into memory that is there already.
   *
   * @param file the whole file
   * @param into holds the image then; after a refusal its content is of no meaning
   * @throws ImageRefusedException with the reason
   */
  public void decode(byte[] file, Picture into) throws ImageRefusedException {
    decodeAsStored(file, into);
    int orientation = exif == Exif.IGNORE ? Orientation.UPRIGHT : Orientation.of(file);
    if (orientation != Orientation.UPRIGHT) {
      into.take(Orientation.upright(into.frames(), orientation));
    }
  }

  private void decodeAsStored(byte[] file, Picture into) throws ImageRefusedException {
    if (file.length == 0) {
      throw new ImageRefusedException(Reason.EMPTY, "the file has no bytes");
    }
    if (JpegStructure.matches(file)) {
      JpegStructure structure = new JpegStructure(file);
      ImageHeader header = checked(structure.header());
      if (structure.isCmyk()) {
        CmykPixels.decode(structure, file, into);
      } else {
        JpegPixels.decode(structure, file, into);
      }
      check(header, into);
    } else if (PngStructure.matches(file)) {
      ImageHeader header = checked(new PngStructure(file).header());
      into.take(PngPixels.decode(file));
      check(header, into);
    } else {
      throw new ImageRefusedException(
          Reason.UNKNOWN_FORMAT, "neither JPEG nor PNG by its first bytes; convert it");
    }
  }

  private ImageHeader checked(ImageHeader header) throws ImageRefusedException {
    if (header.width() <= 0 || header.height() <= 0) {
      throw new ImageRefusedException(
          Reason.CORRUPT, "says it has " + header.width() + " x " + header.height() + " pixels");
    }
    if ((long) header.width() * header.height() > maxPixels) {
      throw new ImageRefusedException(
          Reason.TOO_LARGE,
          header.width() + " x " + header.height() + " pixels, allowed are " + maxPixels);
    }
    return header;
  }

  private static void check(ImageHeader header, Picture picture) throws ImageRefusedException {
    if (picture.width() != header.width() || picture.height() != header.height()) {
      throw new ImageRefusedException(Reason.CORRUPT, "is not of the size its header says");
    }
  }
}
