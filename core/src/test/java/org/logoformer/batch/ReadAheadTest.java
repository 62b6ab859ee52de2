package org.logoformer.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.error.ConfigException;

class ReadAheadTest {
  private final BlockingQueue<Integer> made = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> freed = new LinkedBlockingQueue<>();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 9})
  void givesTheBatchesInOrder(int depth) {
    List<Integer> got = new ArrayList<>();
    try (ReadAhead<Integer> ahead = ahead(5, depth)) {
      for (int i = 0; i < 5; i++) {
        got.add(ahead.next());
      }
      assertThatThrownBy(ahead::next).isInstanceOf(NoSuchElementException.class);
    }
    assertThat(got).containsExactly(0, 1, 2, 3, 4);
    assertThat(freed).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void noMoreBatchesAreHeldThanReadAheadAndTheOneInUse(int depth) throws Exception {
    int most = 0;
    try (ReadAhead<Integer> ahead = ahead(20, depth)) {
      for (int used = 0; used < 20; used++) {
        ahead.next();
        // Time enough to make all that may be made.
        for (int i = 0; i < 20 && made.size() < used + 1 + depth; i++) {
          Thread.sleep(1);
        }
        most = Math.max(most, made.size() - used);
      }
    }
    assertThat(most).isEqualTo(depth + 1);
  }

  @Test
  void theFirstBatchIsReadAloneUntilItIsThere() throws Exception {
    try (ReadAhead<Integer> ahead = ahead(9, 3)) {
      assertThat(made.take()).isZero();
      assertThat(made.poll(50, TimeUnit.MILLISECONDS)).as("before anybody asks").isNull();
      assertThat(ahead.next()).isZero();
      assertThat(made.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void theReadersFailureReachesTheCaller() {
    Supplier<Integer> broken =
        () -> {
          throw new ConfigException("broken");
        };
    try (ReadAhead<Integer> ahead = new ReadAhead<>(List.of(broken), 1, freed::add)) {
      assertThatThrownBy(ahead::next).isInstanceOf(ConfigException.class).hasMessage("broken");
    }
  }

  @Test
  void whatNobodyAskedForIsFreed() throws Exception {
    try (ReadAhead<Integer> ahead = ahead(9, 3)) {
      assertThat(ahead.next()).isZero();
      // The one that was asked for, three ahead.
      for (int i = 0; i < 4; i++) {
        made.take();
      }
    }
    assertThat(List.of(taken(), taken(), taken())).containsExactly(1, 2, 3);
    assertThat(made).isEmpty();
  }

  @Test
  void whatIsBeingReadWhenItIsClosedIsFreedToo() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch storage = new CountDownLatch(1);
    Supplier<Integer> slow =
        () -> {
          reading.countDown();
          await(storage);
          return 7;
        };
    try (ReadAhead<Integer> ahead = new ReadAhead<>(List.of(slow, () -> 8), 2, freed::add)) {
      reading.await();
    }
    assertThat(freed).isEmpty();
    storage.countDown();
    assertThat(taken()).isEqualTo(7);
    assertThat(freed.poll(50, TimeUnit.MILLISECONDS)).as("not read any more").isNull();
  }

  @Test
  void aBatchThatTheCallerStoppedWaitingForIsFreed() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch storage = new CountDownLatch(1);
    Supplier<Integer> slow =
        () -> {
          reading.countDown();
          await(storage);
          return 7;
        };
    try (ReadAhead<Integer> ahead = new ReadAhead<>(List.of(slow), 1, freed::add)) {
      reading.await();
      Thread.currentThread().interrupt();
      assertThatThrownBy(ahead::next).isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    }
    storage.countDown();
    assertThat(taken()).isEqualTo(7);
  }

  private Integer taken() throws InterruptedException {
    return freed.poll(10, TimeUnit.SECONDS);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ReadAhead<Integer> ahead(int batches, int depth) {
    List<Supplier<Integer>> tasks =
        IntStream.range(0, batches).mapToObj(i -> (Supplier<Integer>) () -> make(i)).toList();
    return new ReadAhead<>(tasks, depth, freed::add);
  }

  private Integer make(int number) {
    made.add(number);
    return number;
  }
}
