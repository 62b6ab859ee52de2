package org.logoformer.config;

/** A number of bytes; written plainly or with a unit of 1024: {@code 128m}. */
public record ByteSize(long bytes) {
  @Override
  public String toString() {
    return Long.toString(bytes);
  }
}
