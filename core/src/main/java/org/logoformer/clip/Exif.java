package org.logoformer.clip;

import java.util.Locale;

/** What becomes of the orientation that a camera has written into a picture. */
public enum Exif {
  /** The pixels stay as they are stored, which is what Pillow's {@code open} gives. */
  IGNORE,
  /** The picture is turned upright, as Pillow's {@code ImageOps.exif_transpose} does. */
  APPLY;

  /** As the configuration and a manifest have it, such as {@code ignore}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
