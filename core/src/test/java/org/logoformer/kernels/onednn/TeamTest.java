package org.logoformer.kernels.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.logoformer.config.Precision;

class TeamTest {
  @Test
  void everyMemberDoesItsPartOnItsOwnThreadAtTheSameTime() {
    try (OneDnnKernels kernels = new OneDnnKernels(3, Precision.F32)) {
      Set<Thread> threads = ConcurrentHashMap.newKeySet();
      CountDownLatch all = new CountDownLatch(3);
      team(kernels)
          .run(
              3,
              member -> {
                threads.add(Thread.currentThread());
                all.countDown();
                awaitUninterrupted(all);
              });
      assertThat(threads).hasSize(3).contains(Thread.currentThread());
    }
  }

  @Test
  void whatAPartThrowsIsThrownAndTheTeamGoesOn() {
    try (OneDnnKernels kernels = new OneDnnKernels(2, Precision.F32)) {
      AtomicInteger done = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  team(kernels)
                      .run(
                          2,
                          member -> {
                            done.incrementAndGet();
                            if (member == 1) {
                              throw new IllegalArgumentException("no");
                            }
                          }))
          .hasRootCauseMessage("no");
      team(kernels).run(2, member -> done.incrementAndGet());
      assertThat(done).hasValue(4);
    }
  }

  @Test
  void anInterruptIsKeptAndThePartsAreWaitedFor() {
    try (OneDnnKernels kernels = new OneDnnKernels(2, Precision.F32)) {
      AtomicInteger done = new AtomicInteger();
      Thread.currentThread().interrupt();
      team(kernels)
          .run(
              2,
              member -> {
                for (int i = 0; i < member * 5_000_000; i++) {
                  Thread.onSpinWait();
                }
                done.incrementAndGet();
              });
      assertThat(Thread.interrupted()).isTrue();
      assertThat(done).hasValue(2);
    }
  }

  private static Team team(OneDnnKernels kernels) {
    return kernels.engine().team();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
