package org.logoformer.jobs.slots;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** The use of a slot by one task. Closing it gives the slot back. */
public final class Lease implements AutoCloseable {
  private static final long POLL_MILLIS = 100;
  private static final Duration FOREVER = Duration.ofDays(10_000);

  /** How long a cancelled step may take to end before its slot is given up. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Slots slots;
  private final Slot slot;
  private final LeaseOwner owner;
  private volatile boolean cancelled;
  private volatile long heardOf;
  private Future<?> work;

  Lease(Slots slots, Slot slot, LeaseOwner owner) {
    this.slots = slots;
    this.slot = slot;
    this.owner = owner;
  }

  /** Asks the work to stop at its next look at {@link #cancelled}. */
  public void cancel() {
    cancelled = true;
  }

  /** Whether the work should stop. */
  public boolean cancelled() {
    return cancelled;
  }

  /** As {@link #cancelled}, for the work itself: that it asks shows that it does not hang. */
  public boolean shouldStop() {
    heardOf = System.nanoTime();
    return cancelled;
  }

  LeaseOwner owner() {
    return owner;
  }

  /** As below, however long it takes. */
  public <T> T run(Function<SlotNetwork, T> job, BooleanSupplier killed) {
    return run(job, killed, FOREVER);
  }

  /**
   * Runs {@code job} on the slot's thread and waits for it.
   *
   * @param killed whether nobody wants the result any more; asked while waiting
   * @param patience how long the job may be between two calls of {@link #shouldStop}
   * @throws CancellationException if the lease was cancelled before the job ended
   * @throws IllegalStateException if the job hangs; the slot is given up
   */
  public <T> T run(Function<SlotNetwork, T> job, BooleanSupplier killed, Duration patience) {
    heardOf = System.nanoTime();
    Future<T> running = slot.submit(job);
    work = running;
    long stopBy = Long.MAX_VALUE;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return running.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          // Not |=, which would undo a cancel() that came while it asked.
          if (killed.getAsBoolean()) {
            cancelled = true;
          }
        } catch (InterruptedException e) {
          interrupted = true;
          cancelled = true;
        } catch (ExecutionException e) {
          throw unwrapped(e);
        }
        if (cancelled && stopBy == Long.MAX_VALUE) {
          stopBy = System.nanoTime() + GRACE.toNanos();
        }
        if (cancelled && System.nanoTime() - stopBy > 0) {
          throw new CancellationException(owner + " did not stop: its slot is given up");
        }
        if (!cancelled && System.nanoTime() - heardOf > patience.toNanos()) {
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

  private static RuntimeException unwrapped(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException(e.getCause());
  }

  @Override
  public void close() {
    boolean idle = work == null || work.isDone();
    slots.end(this, slot, idle ? Slots.End.IDLE : Slots.End.BUSY);
  }
}
