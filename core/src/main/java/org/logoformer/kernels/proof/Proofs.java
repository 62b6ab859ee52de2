package org.logoformer.kernels.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.ElementType;
import org.logoformer.tensor.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been proved, and what it cost. Thread-safe: each proof is made by one thread. Keeps the
 * memory of the largest proof for each thread that made some at the same time.
 */
public final class Proofs {
  private static final Logger LOG = LoggerFactory.getLogger(Proofs.class);
  private static final Proofs OF_PROCESS =
      new Proofs(
          ServiceLoader.load(Disturbance.class, Proofs.class.getClassLoader()).stream()
              .map(ServiceLoader.Provider::get)
              .toList());

  private final List<Disturbance> disturbances;
  private final Map<String, FutureTask<Route>> routes = new ConcurrentHashMap<>();
  private final Map<ElementType, Queue<Room>> idle = new ConcurrentHashMap<>();
  private final List<String> routed = new ArrayList<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong makingNanos = new AtomicLong();
  private final Object clock = new Object();
  private int proving;
  private long since;
  private long nanos;

  /** Nothing yet. */
  public Proofs(List<Disturbance> disturbances) {
    this.disturbances = List.copyOf(disturbances);
  }

  /** Those of this process. */
  public static Proofs ofProcess() {
    return OF_PROCESS;
  }

  /** Operations proved. */
  public int count() {
    return count.get();
  }

  /** Time during which something was being proved, by however many threads. */
  public double seconds() {
    synchronized (clock) {
      return (nanos + (proving == 0 ? 0 : System.nanoTime() - since)) / 1e9;
    }
  }

  /**
   * Time of all threads for making the operations that were proved, which the network that uses
   * them need not spend again: oneDNN keeps what it compiled.
   */
  public double makingSeconds() {
    return makingNanos.get() / 1e9;
  }

  /** Adds to {@link #makingSeconds}. */
  void made(long duration) {
    makingNanos.addAndGet(duration);
  }

  /** What takes another way than the direct one, and why, sorted. */
  public List<String> routed() {
    synchronized (routed) {
      return routed.stream().sorted().toList();
    }
  }

  /** An empty room for a proof. */
  Room borrow(ElementType type) {
    Room known = idle(type).poll();
    return known == null ? new Room(type) : known;
  }

  void giveBack(Room room, ElementType type) {
    room.clear();
    idle(type).add(room);
  }

  private Queue<Room> idle(ElementType type) {
    return idle.computeIfAbsent(type, t -> new ConcurrentLinkedQueue<>());
  }

  List<Disturbance> disturbances() {
    return disturbances;
  }

  static Op disturbed(
      List<Disturbance> disturbances, Operation o, Route route, Op op, Tensor[] tensors) {
    Op result = op;
    if (!disturbances.isEmpty()) {
      List<Tensor> results =
          IntStream.range(0, tensors.length)
              .filter(i -> o.operands().get(i).isResult())
              .mapToObj(i -> tensors[i])
              .toList();
      for (Disturbance d : disturbances) {
        for (String name : o.names()) {
          result = d.of(name, route.label(), result, results);
        }
      }
    }
    return result;
  }

  /** The route that {@code proof} finds; found once for each key, whoever asks first. */
  Route route(String key, Supplier<Route> proof) {
    FutureTask<Route> made = new FutureTask<>(() -> timed(proof));
    FutureTask<Route> known = routes.putIfAbsent(key, made);
    if (known == null) {
      made.run();
      known = made;
    }
    try {
      return known.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while another thread proved " + key, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new IllegalStateException("No proof of " + key, e.getCause());
    }
  }

  private Route timed(Supplier<Route> proof) {
    clock(1);
    try {
      return proof.get();
    } finally {
      clock(-1);
      count.incrementAndGet();
    }
  }

  /** One more or one less is being proved. */
  private void clock(int change) {
    long now = System.nanoTime();
    synchronized (clock) {
      if (proving == 0) {
        since = now;
      }
      proving += change;
      if (proving == 0) {
        nanos += now - since;
      }
    }
  }

  void tell(String what) {
    LOG.warn("Wrong kernel: {}", what);
    synchronized (routed) {
      routed.add(what);
    }
  }
}
