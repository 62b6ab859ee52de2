package org.logoformer.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutOfMemoryTest {
  @Test
  void aTaskThatRanOutOfNativeMemoryTellsWhichAndWhatToRaise() {
    IllegalStateException spark =
        new IllegalStateException(
            String.join(
                "\n",
                "Lost task 1.0: java.lang.RuntimeException: Error during neural network forward",
                "\tat org.deeplearning4j.Graph.output(Graph.java:1)",
                "Caused by: java.lang.OutOfMemoryError: Cannot allocate new BytePointer(295040)",
                "\t... 13 more",
                "Caused by: java.lang.OutOfMemoryError: Failed to allocate memory within limits:"
                    + " totalBytes (4861K + 288K) > maxBytes (5120K)",
                "\t... 37 more"));
    assertThat(Reason.of(spark))
        .isEqualTo(
            "Lost task 1.0: java.lang.RuntimeException: Error during neural network forward."
                + " Out of native memory (Failed to allocate memory within limits: totalBytes"
                + " (4861K + 288K) > maxBytes (5120K)): raise spark.native-memory, or lower"
                + " train.batch or evaluate.batch.");
  }

  @Test
  void aHeapThatIsFullNamesTheKeysOfHeaps() {
    assertThat(OutOfMemory.in("Lost task: java.lang.OutOfMemoryError: Java heap space\n\tat x"))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith("Out of memory (Java heap space)")
                    .contains("spark.executor-memory", "spark.driver-memory", "LOGO_MEMORY"));
  }

  @Test
  void whatJavaCppRefusedIsNativeAndAHeapIsNot() {
    assertThat(OutOfMemory.isNative(new OutOfMemoryError("totalBytes (3K) > maxBytes (2K)")))
        .isTrue();
    assertThat(OutOfMemory.isNative(new OutOfMemoryError("Java heap space"))).isFalse();
    assertThat(OutOfMemory.isNative(new OutOfMemoryError())).isFalse();
  }

  @Test
  void otherFailuresAreTheirFirstLine() {
    assertThat(Reason.of(new IllegalStateException("one\ntwo"))).isEqualTo("one");
    assertThat(OutOfMemory.in("one\ntwo")).isEmpty();
  }
}
