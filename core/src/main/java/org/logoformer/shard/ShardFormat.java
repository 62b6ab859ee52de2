package org.logoformer.shard;

import java.util.Locale;

/** How the frames of a clip are stored. */
public enum ShardFormat {
  /** 8-bit RGB, {@code [n, height, width, 3]}, all frames of a clip of one size. */
  RAW(0),
  /** The bytes of each image file as they were. */
  JPEG(1);

  private final int code;

  ShardFormat(int code) {
    this.code = code;
  }

  /** The number in records. */
  int code() {
    return code;
  }

  /** The name in manifests and configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
