package org.logoformer.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.nativeblas.NativeOpsHolder;

class ThreadsTest {

  @Test
  void setsTheNumberForTheCallingThreadOnly() throws InterruptedException {
    Threads.use(2);
    Thread other = new Thread(() -> Threads.use(1));
    other.start();
    other.join();
    assertThat(NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads()).isEqualTo(2);
  }

  @Test
  void refusesLessThanOne() {
    assertThatThrownBy(() -> Threads.use(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }
}
