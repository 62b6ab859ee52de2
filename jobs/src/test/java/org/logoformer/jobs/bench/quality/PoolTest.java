package org.logoformer.jobs.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.logoformer.error.DataException;

class PoolTest {
  @Test
  void worksSideBySideAndKeepsTheOrder() {
    CountDownLatch both = new CountDownLatch(2);
    List<String> done =
        new Pool(2)
            .map(
                List.of(1, 2),
                i -> {
                  both.countDown();
                  await(both);
                  return "item " + i;
                });
    assertThat(done).containsExactly("item 1", "item 2");
  }

  @Test
  void theFirstFailureEndsAllAsItIs() {
    assertThatThrownBy(
            () ->
                new Pool(1)
                    .map(
                        List.of(1, 2),
                        i -> {
                          throw new DataException("clip " + i);
                        }))
        .isInstanceOf(DataException.class)
        .hasMessage("clip 1");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
