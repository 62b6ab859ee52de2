package org.logoformer.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.logoformer.error.DataException;
import org.nd4j.linalg.api.ndarray.INDArray;

class ClipStackTest {
  @Test
  void clipsLieBehindEachOtherInTheirOrder() {
    try (INDArray stack =
        ClipStack.of(
            9,
            2,
            3,
            (i, out) -> {
              for (int k = 0; k < out.length; k++) {
                out[k] = 100 * i + k;
              }
            })) {
      assertThat(stack.shape()).containsExactly(9, 2, 3, 3, 3);
      assertThat(stack.ordering()).isEqualTo('c');
      for (int i = 0; i < 9; i++) {
        assertThat(stack.getFloat(i, 0, 0, 0, 0)).isEqualTo(100f * i);
        assertThat(stack.getFloat(i, 1, 2, 0, 1)).isEqualTo(100f * i + 27 + 18 + 1);
        assertThat(stack.getFloat(i, 1, 2, 2, 2)).isEqualTo(100f * i + 53);
      }
    }
  }

  @Test
  void whatAClipLeavesOutIsZero() {
    for (int round = 0; round < 3; round++) {
      float value = round;
      // Memory of the one before is likely taken again.
      try (INDArray stack = ClipStack.of(2, 1, 8, (i, out) -> Arrays.fill(out, 0, 10, value))) {
        assertThat(stack.sumNumber().floatValue()).isEqualTo(20 * value);
      }
    }
  }

  @Test
  void theFirstFailureIsThrownWhenNoClipIsBeingMadeAnyMore() {
    for (int round = 0; round < 50; round++) {
      AtomicInteger running = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  ClipStack.of(
                      40,
                      1,
                      2,
                      (i, out) -> {
                        running.incrementAndGet();
                        try {
                          if (i % 20 == 13) {
                            throw new DataException("clip " + i);
                          }
                          Thread.onSpinWait();
                        } finally {
                          running.decrementAndGet();
                        }
                      }))
          .isInstanceOf(DataException.class)
          .hasMessage("clip 13")
          .hasNoCause();
      assertThat(running).hasValue(0);
    }
  }
}
