package org.logoformer.jobs.slots;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.logoformer.error.ClusterException;
import org.logoformer.train.source.NetworkSource;

/** The slots of a process: those that are leased, idle, or closing. */
public final class Slots {
  /** Twice {@link Lease#GRACE}: time for a cancelled step to end and for its network to close. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Placement placement;
  private final Duration patience;

  /** The slot that was used last comes first. */
  private final Deque<Slot> idle = new ArrayDeque<>();

  private final List<Lease> leases = new ArrayList<>();

  /** Closed, but their networks still use memory, as long as the step of a slot hangs. */
  private final List<Slot> closing = new ArrayList<>();

  private int made;

  Slots(Placement placement) {
    this(placement, PATIENCE);
  }

  /**
   * @param patience how long a lease waits until the network before it has left the GPU
   */
  Slots(Placement placement, Duration patience) {
    this.placement = placement;
    this.patience = patience;
  }

  /** The slots of this process: any number on a CPU, one on a GPU. */
  public static Slots ofProcess() {
    return OfProcess.SLOTS;
  }

  /**
   * Leases a slot for one piece of work, with a network of {@code source}, and cancels an earlier
   * attempt of the same worker. Closes idle networks of other sources if the process holds more
   * networks than {@link Seats#room}, and all of them on a GPU.
   *
   * @throws ClusterException if the process has a GPU and another worker, a step that hangs or
   *     another process uses it
   */
  public Lease lease(NetworkSource source, LeaseOwner owner) {
    return lease(source, owner, Seats.room());
  }

  synchronized Lease lease(NetworkSource source, LeaseOwner owner, int room) {
    leases.stream().filter(l -> owner.supersedes(l.owner())).forEach(Lease::cancel);
    OptionalInt gpu = placement.gpu();
    if (gpu.isPresent()) {
      dropOthers(source, 0);
      awaitGpu(source, owner);
    } else {
      dropOthers(source, room);
    }
    Slot slot =
        idleOf(source).orElseGet(() -> new Slot(source, () -> placement.enter(gpu), made++));
    idle.remove(slot);
    Lease lease = new Lease(this, slot, owner);
    leases.add(lease);
    return lease;
  }

  /** Takes the slot of a lease back, or closes it if its thread is still busy. */
  synchronized void end(Lease lease, Slot slot, boolean isIdle) {
    leases.remove(lease);
    if (isIdle) {
      idle.push(slot);
    } else {
      close(slot);
    }
    notifyAll();
  }

  private void close(Slot slot) {
    closing.add(slot);
    slot.close(() -> closed(slot));
  }

  private synchronized void closed(Slot slot) {
    closing.remove(slot);
    notifyAll();
  }

  synchronized int idleSlots() {
    return idle.size();
  }

  /** Waits until no other network is on the GPU; an idle one of {@code source} may stay. */
  private void awaitGpu(NetworkSource source, LeaseOwner owner) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!leases.isEmpty() || !closing.isEmpty()) {
      requireCancelled(owner);
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new ClusterException(
            "Worker %d cannot train here: a step that was given up still runs on the GPU of this process after %d s, and a second network beside it would share the GPU. End this executor if that step hangs; set train.step-timeout higher if it is only slow."
                .formatted(owner.worker(), patience.toSeconds()));
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClusterException("Interrupted while waiting for the GPU of this process", e);
      }
      dropOthers(source, 0);
    }
  }

  private void requireCancelled(LeaseOwner owner) {
    for (Lease other : leases) {
      if (!other.cancelled()) {
        throw new ClusterException(
            "Worker %d cannot train here: worker %d already uses the GPU of this process. Give each"
                    .formatted(owner.worker(), other.owner().worker())
                + " executor the cores of one task only (spark.executor-cores = 0).");
      }
    }
  }

  private Optional<Slot> idleOf(NetworkSource source) {
    return idle.stream().filter(s -> s.source().equals(source)).findFirst();
  }

  /**
   * Closes idle slots of other sources, the longest idle first, until the process holds at most
   * {@code room} networks with the one that is about to be leased.
   */
  private void dropOthers(NetworkSource source, int room) {
    int more = idleOf(source).isPresent() ? 0 : 1;
    for (Iterator<Slot> longest = idle.descendingIterator(); longest.hasNext(); ) {
      Slot slot = longest.next();
      if (leases.size() + idle.size() + more > room && !slot.source().equals(source)) {
        longest.remove();
        close(slot);
      }
    }
  }

  private static final class OfProcess {
    static final Slots SLOTS = new Slots(Placement.ofProcess());
  }
}
