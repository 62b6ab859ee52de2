package org.logoformer.jobs.slots;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.commons.lang3.concurrent.ConcurrentUtils;

/** The use of a slot by one task. Closing it gives the slot back. */
public final class Lease implements AutoCloseable {
  private static final long POLL_MILLIS = 100;
  private static final Duration FOREVER = Duration.ofDays(10_000);

  /** Time that a cancelled step has to end before its slot is closed. */
  static final Duration GRACE = Duration.ofSeconds(30);

  private final Slots slots;
  private final Slot slot;
  private final LeaseOwner owner;
  private volatile boolean cancelled;

  /** When the work last called {@link #shouldStop}, by {@link System#nanoTime}. */
  private volatile long lastAsked;

  private Future<?> work;

  Lease(Slots slots, Slot slot, LeaseOwner owner) {
    this.slots = slots;
    this.slot = slot;
    this.owner = owner;
  }

  /** Asks the work to stop when it next calls {@link #shouldStop}. */
  public void cancel() {
    cancelled = true;
  }

  /** Whether the work should stop. */
  public boolean cancelled() {
    return cancelled;
  }

  /** As {@link #cancelled}, for the work itself; the call also shows that it does not hang. */
  public boolean shouldStop() {
    lastAsked = System.nanoTime();
    return cancelled;
  }

  LeaseOwner owner() {
    return owner;
  }

  /** As {@link #run(Function, BooleanSupplier, Duration)}, without a limit of time. */
  public <T> T run(Function<SlotNetwork, T> job, BooleanSupplier killed) {
    return run(job, killed, FOREVER);
  }

  /**
   * Runs {@code job} on the slot's thread and waits for it.
   *
   * @param killed whether the result is no longer wanted; asked every 100 ms while waiting
   * @param patience the longest time between two calls of {@link #shouldStop} by the job
   * @throws CancellationException if the lease was cancelled and the job did not end in time
   * @throws IllegalStateException if the job hangs
   */
  public <T> T run(Function<SlotNetwork, T> job, BooleanSupplier killed, Duration patience) {
    lastAsked = System.nanoTime();
    Future<T> running = slot.submit(job);
    work = running;
    long stopBy = Long.MAX_VALUE;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return running.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          // cancelled |= .. would undo a cancel() of another thread during the call.
          if (killed.getAsBoolean()) {
            cancelled = true;
          }
        } catch (InterruptedException e) {
          interrupted = true;
          cancelled = true;
        } catch (ExecutionException e) {
          throw ConcurrentUtils.extractCauseUnchecked(e);
        }
        if (cancelled && stopBy == Long.MAX_VALUE) {
          stopBy = System.nanoTime() + GRACE.toNanos();
        }
        if (cancelled && System.nanoTime() - stopBy > 0) {
          throw new CancellationException(owner + " did not stop: its slot is given up");
        }
        if (!cancelled && System.nanoTime() - lastAsked > patience.toNanos()) {
          throw new IllegalStateException(
              "No step ended within %d s: it hangs, or train.step-timeout is too short"
                  .formatted(patience.toSeconds()));
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    slots.end(this, slot, work == null || work.isDone());
  }
}
