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

/** The slots of a process. */
public final class Slots {
  /** A cancelled step has half of it to end, a network that is thrown away the other half. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Placement placement;
  private final Duration patience;
  private final Deque<Slot> idle = new ArrayDeque<>();
  private final List<Lease> leases = new ArrayList<>();

  /** Thrown away, but their networks are still there: until a step that hangs ends, if ever. */
  private final List<Slot> leaving = new ArrayList<>();

  private int made;

  Slots(Placement placement) {
    this(placement, PATIENCE);
  }

  /**
   * @param patience how long a lease waits for the network before it to leave the GPU
   */
  Slots(Placement placement, Duration patience) {
    this.placement = placement;
    this.patience = patience;
  }

  /** The slots of this process: any number on a CPU, one on a GPU. */
  public static Slots ofProcess() {
    return OfProcess.SLOTS;
  }

  /** As below, in a process whose networks are all of one training. */
  public Lease lease(NetworkSource source, LeaseOwner owner) {
    return lease(source, owner, 0);
  }

  /**
   * A slot for one piece of work, with a network of {@code source}. Cancels an earlier attempt of
   * the same worker.
   *
   * @param room networks that the process may hold, of whatever trainings; idle ones of others than
   *     {@code source} go first, and at once if it is 0 or on a GPU
   * @throws ClusterException if another worker holds the only slot, if a step that hangs keeps the
   *     GPU, or another process does
   */
  public synchronized Lease lease(NetworkSource source, LeaseOwner owner, int room) {
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

  /** Takes a slot back, or throws it away if its thread is still busy. */
  synchronized void end(Lease lease, Slot slot, End end) {
    leases.remove(lease);
    if (end == End.IDLE) {
      idle.push(slot);
    } else {
      close(slot);
    }
    notifyAll();
  }

  private void close(Slot slot) {
    leaving.add(slot);
    slot.close(() -> left(slot));
  }

  private synchronized void left(Slot slot) {
    leaving.remove(slot);
    notifyAll();
  }

  /** In what state a lease leaves its slot. */
  enum End {
    IDLE,
    BUSY
  }

  synchronized int idleSlots() {
    return idle.size();
  }

  /** Waits until no other network is on the GPU; one of {@code source} may lie idle there. */
  private void awaitGpu(NetworkSource source, LeaseOwner owner) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!leases.isEmpty() || !leaving.isEmpty()) {
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

  /** Makes room for one more, if there is none for {@code source}; the longest idle go first. */
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
