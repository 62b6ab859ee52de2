package org.logoformer.config;

/** A number of bytes; written plainly or with a unit of 1024: {@code 128m}. */
public record ByteSize(long bytes) {
  /** As Spark and the JVM write it, in whole mebibytes: {@code 2048m}. */
  public String mebibytes() {
    return (bytes >> 20) + "m";
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
