package org.logoformer.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeMemoryTest {
  private static final long GB = 1L << 30;

  @Test
  void leavesNativeCodeWhatTheHeapDoesNotTake() {
    assertThat(NativeMemory.maxBytes(64 * GB, 4 * GB)).isEqualTo(60 * GB);
  }

  @Test
  void neverAllowsLessThanTheHeapSize() {
    assertThat(NativeMemory.maxBytes(8 * GB, 6 * GB)).isEqualTo(6 * GB);
  }
}
