package org.logoformer.jobs.slots;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import org.logoformer.error.ClusterException;
import org.logoformer.train.NetworkSource;

/** The slots of a process. */
public final class Slots {
  private final Placement placement;
  private final Deque<Slot> idle = new ArrayDeque<>();
  private final List<Lease> leases = new ArrayList<>();
  private int made;

  Slots(Placement placement) {
    this.placement = placement;
  }

  /** The slots of this process: any number on a CPU, one on a GPU. */
  public static Slots ofProcess() {
    return OfProcess.SLOTS;
  }

  /**
   * A slot for one piece of work, with a network of {@code source}. Cancels an earlier attempt of
   * the same worker.
   *
   * @throws ClusterException if another worker holds the only slot, or another process the GPU
   */
  public synchronized Lease lease(NetworkSource source, Holder holder) {
    leases.stream().filter(l -> holder.supersedes(l.holder())).forEach(Lease::cancel);
    OptionalInt gpu = placement.gpu();
    awaitCapacity(holder, gpu.isPresent() ? 1 : Integer.MAX_VALUE);
    dropOthers(source);
    Slot slot = idle.isEmpty() ? new Slot(source, () -> placement.enter(gpu), made++) : idle.pop();
    Lease lease = new Lease(this, slot, holder);
    leases.add(lease);
    return lease;
  }

  /** Takes a slot back, or throws it away if its thread is still busy. */
  synchronized void end(Lease lease, Slot slot, End end) {
    leases.remove(lease);
    if (end == End.IDLE) {
      idle.push(slot);
    } else {
      slot.close();
    }
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

  private void awaitCapacity(Holder holder, int capacity) {
    while (leases.size() >= capacity) {
      Lease other = leases.get(0);
      if (!other.cancelled()) {
        throw new ClusterException(
            "Worker %d cannot train here: worker %d already uses the GPU of this process. Give each"
                    .formatted(holder.worker(), other.holder().worker())
                + " executor the cores of one task only (spark.executor-cores = 0).");
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClusterException("Interrupted while waiting for the GPU of this process", e);
      }
    }
  }

  private void dropOthers(NetworkSource source) {
    idle.stream().filter(s -> !s.source().equals(source)).forEach(Slot::close);
    idle.removeIf(s -> !s.source().equals(source));
  }

  private static final class OfProcess {
    static final Slots SLOTS = new Slots(Placement.ofProcess());
  }
}
