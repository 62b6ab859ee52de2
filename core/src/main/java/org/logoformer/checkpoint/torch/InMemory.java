package org.logoformer.checkpoint.torch;

/** A file that is in memory. */
record InMemory(byte[] content) implements Source {
  @Override
  public long length() {
    return content.length;
  }

  @Override
  public void read(long position, byte[] into) {
    System.arraycopy(content, Math.toIntExact(position), into, 0, into.length);
  }
}
