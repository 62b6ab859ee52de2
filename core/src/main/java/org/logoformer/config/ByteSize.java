package org.logoformer.config;

/** A number of bytes; written plainly or with a unit of 1024: {@code 128m}. */
public record ByteSize(long bytes) {
  private static final long MEBIBYTE = 1 << 20;

  /** As Spark and the JVM write it, in whole mebibytes, rounded up: {@code 2048m}. */
  public String mebibytes() {
    return ((bytes >> 20) + (bytes % MEBIBYTE == 0 ? 0 : 1)) + "m";
  }

  /** Both together. */
  public ByteSize plus(ByteSize other) {
    return new ByteSize(bytes + other.bytes);
  }

  @Override
  public String toString() {
    return Long.toString(bytes);
  }
}
