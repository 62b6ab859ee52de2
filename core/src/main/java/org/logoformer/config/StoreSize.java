package org.logoformer.config;

import org.logoformer.error.ConfigException;

/**
 * Height and width of stored frames; written as pixels, or {@code source} to keep what the images
 * have.
 *
 * @param pixels 0 for the source's own size
 */
public record StoreSize(int pixels) {
  /** Frames stay as large as their images. */
  public static final StoreSize SOURCE = new StoreSize(0);

  public StoreSize {
    if (pixels < 0) {
      throw new ConfigException(
          "Frames cannot be stored at " + pixels + " pixels: give a size above 0, or source");
    }
  }

  public boolean isSource() {
    return pixels == 0;
  }

  @Override
  public String toString() {
    return isSource() ? "source" : Integer.toString(pixels);
  }
}
