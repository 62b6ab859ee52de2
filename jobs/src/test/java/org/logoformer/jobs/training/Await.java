package org.logoformer.jobs.training;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another process does to files, which gives no signal. */
final class Await {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Await() {}

  /**
   * Returns when {@code condition} holds.
   *
   * @param what is waited for, for the error if it never comes
   */
  static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("After " + PATIENCE + " still not: " + what);
      }
      Thread.sleep(20);
    }
  }
}
