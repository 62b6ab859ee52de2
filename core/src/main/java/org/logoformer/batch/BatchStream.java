package org.logoformer.batch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.logoformer.error.ClusterException;
import org.logoformer.runtime.Device;

/** Batches in a given order, made ahead on one thread. To be used by one thread. */
public final class BatchStream implements Iterator<Batch>, AutoCloseable {
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(onDevice(task), "clip-batches");
            thread.setDaemon(true);
            return thread;
          });
  private final Iterator<Supplier<Batch>> tasks;
  private final Queue<Future<Batch>> ahead = new ArrayDeque<>();
  private long waitedNanos;

  BatchStream(List<Supplier<Batch>> tasks, int prefetch) {
    this.tasks = tasks.iterator();
    for (int i = 0; i < prefetch; i++) {
      submit();
    }
  }

  @Override
  public boolean hasNext() {
    return !ahead.isEmpty() || tasks.hasNext();
  }

  /**
   * The next batch, to be closed by the caller.
   *
   * @throws org.logoformer.error.DataException if a shard is damaged
   * @throws ClusterException if this thread is interrupted while it waits
   */
  @Override
  public Batch next() {
    // One more before waiting: the reader is busy while the caller computes.
    submit();
    Future<Batch> first = ahead.poll();
    if (first == null) {
      throw new NoSuchElementException("no batch is left");
    }
    long start = System.nanoTime();
    try {
      return first.get();
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted while waiting for a batch", e);
    } finally {
      waitedNanos += System.nanoTime() - start;
    }
  }

  /** How long {@link #next} has waited for the reader so far. */
  public Duration waited() {
    return Duration.ofNanos(waitedNanos);
  }

  /** Drops what was read ahead. */
  @Override
  public void close() {
    // Without an interrupt, which would close the shard's channel under every other reader.
    reader.shutdown();
    for (Future<Batch> future : ahead) {
      if (!future.cancel(false) && future.isDone()) {
        closeQuietly(future);
      }
    }
    ahead.clear();
  }

  /** Batches lie in the memory of the GPU that computes on them. */
  private static Runnable onDevice(Runnable task) {
    return () -> {
      Device.ofProcess().follow();
      task.run();
    };
  }

  private void submit() {
    if (tasks.hasNext()) {
      ahead.add(reader.submit(tasks.next()::get));
    }
  }

  private static void closeQuietly(Future<Batch> done) {
    try {
      done.get().close();
    } catch (ExecutionException | InterruptedException e) {
      // Nobody asked for this batch: its failure is of no interest.
    }
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }
}
