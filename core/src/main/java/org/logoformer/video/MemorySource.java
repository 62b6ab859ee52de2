package org.logoformer.video;

/** A video that is in memory. */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record MemorySource(byte[] bytes) implements Source {
  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public int read(long at, byte[] to) {
    if (at >= bytes.length) {
      return -1;
    }
    int length = (int) Math.min(to.length, bytes.length - at);
    System.arraycopy(bytes, (int) at, to, 0, length);
    return length;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
