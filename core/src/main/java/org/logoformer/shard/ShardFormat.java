package org.logoformer.shard;

import java.util.Locale;

/** How the frames of a clip are stored. */
public enum ShardFormat {
  /** 8-bit RGB, {@code [n, height, width, 3]}, all frames of a clip of one size. */
  RAW,
  /** The bytes of each image file as they were. */
  JPEG;

  /** The name in manifests and configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
