package org.logoformer.kernels.onednn;

import org.bytedeco.javacpp.BytePointer;

/** Native memory that starts at a cache line. */
final class Buffer {
  private static final long LINE = 64;

  private final BytePointer memory;
  private final long bytes;

  Buffer(long bytes) {
    this.bytes = bytes;
    // Vector code may load, not use, up to one register behind the end.
    memory = new BytePointer(aligned(bytes) + 2 * LINE);
  }

  static long aligned(long bytes) {
    return (bytes + LINE - 1) / LINE * LINE;
  }

  long address() {
    return aligned(memory.address());
  }

  long bytes() {
    return bytes;
  }

  void close() {
    memory.deallocate();
  }
}
