package org.logoformer.batch;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.logoformer.runtime.Device;

/**
 * Batches in a given order, made ahead on a thread of its own. To be used by one thread.
 *
 * @param <T> a batch, whose memory is off the heap
 */
public final class ReadAhead<T> implements AutoCloseable {
  private final Iterator<Supplier<T>> tasks;
  private final int depth;
  private final Consumer<T> free;
  private final Queue<Future<T>> ahead = new ArrayDeque<>();
  private final ExecutorService reader = Executors.newSingleThreadExecutor(ReadAhead::daemon);
  private boolean begun;
  private volatile boolean closed;

  /**
   * Begins to read the first batch. The others follow when it is asked for and there: until then
   * the caller has nothing to do, and the cores are the first one's alone.
   *
   * @param tasks make a batch each, in order
   * @param depth batches held ready; 0 makes them in the thread that asks
   * @param free gives the memory of a batch back that nobody asked for
   */
  public ReadAhead(List<Supplier<T>> tasks, int depth, Consumer<T> free) {
    this.tasks = tasks.iterator();
    this.depth = depth;
    this.free = free;
    if (depth > 0) {
      submit();
    }
  }

  /**
   * The next batch, which belongs to the caller.
   *
   * @throws java.util.NoSuchElementException if none is left
   * @throws org.logoformer.error.DataException if its data is damaged
   * @throws CancellationException if this thread is interrupted while it waits
   */
  public T next() {
    if (depth == 0) {
      return tasks.next().get();
    }
    // It stays in line until it is here: whoever stops waiting leaves it to close().
    Future<T> first = ahead.element();
    if (begun) {
      // One more before waiting: the reader is busy while the caller computes.
      submit();
    }
    try {
      T batch = first.get();
      ahead.remove();
      begun = true;
      fill();
      return batch;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while waiting for a batch");
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private void fill() {
    while (ahead.size() < depth && tasks.hasNext()) {
      submit();
    }
  }

  private void submit() {
    if (tasks.hasNext()) {
      Supplier<T> task = tasks.next();
      ahead.add(reader.submit(() -> closed ? null : task.get()));
    }
  }

  /** Frees what was read ahead, and what is being read as soon as it is there. Does not wait. */
  @Override
  public void close() {
    closed = true;
    List<Future<T>> left = List.copyOf(ahead);
    ahead.clear();
    if (!left.isEmpty() && !reader.isShutdown()) {
      // By the reader itself: then none of them is still being made.
      var unused = reader.submit(() -> left.forEach(this::release));
    }
    // Without an interrupt, which would close the shard's channel under every other reader.
    reader.shutdown();
  }

  private void release(Future<T> made) {
    try {
      T batch = made.get();
      if (batch != null) {
        free.accept(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      // There is no batch to free, and whoever might have asked for it no longer does.
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(onDevice(work), "logo-prefetch");
    thread.setDaemon(true);
    return thread;
  }

  /** Batches lie in the memory of the GPU that computes on them. */
  private static Runnable onDevice(Runnable work) {
    return () -> {
      Device.ofProcess().follow();
      work.run();
    };
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("Cannot read a batch", cause);
  }
}
