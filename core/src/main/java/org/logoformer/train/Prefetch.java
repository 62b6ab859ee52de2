package org.logoformer.train;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.logoformer.runtime.Device;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** The mini-batches of a share in order, read ahead on a thread of its own. */
final class Prefetch implements AutoCloseable {
  private final Iterator<Step> steps;
  private final Batches batches;
  private final int depth;
  private final Queue<Future<MultiDataSet>> ahead = new ArrayDeque<>();
  private final ExecutorService reader;

  /**
   * @param depth mini-batches held ready; 0 reads when asked
   */
  Prefetch(List<Step> steps, Batches batches, int depth) {
    this.steps = steps.iterator();
    this.batches = batches;
    this.depth = depth;
    this.reader = Executors.newSingleThreadExecutor(Prefetch::daemon);
    fill();
  }

  /** The mini-batch of the next step that has references. */
  MultiDataSet next() {
    if (depth == 0) {
      return batches.load(steps.next().references());
    }
    Future<MultiDataSet> first = ahead.remove();
    fill();
    try {
      return first.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while waiting for a mini-batch");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("Cannot read a mini-batch", e.getCause());
    }
  }

  private void fill() {
    while (ahead.size() < depth && steps.hasNext()) {
      Step step = steps.next();
      ahead.add(reader.submit(() -> batches.load(step.references())));
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(onDevice(work), "logo-prefetch");
    thread.setDaemon(true);
    return thread;
  }

  /** Mini-batches lie in the memory of the GPU that computes on them. */
  private static Runnable onDevice(Runnable work) {
    return () -> {
      Device.ofProcess().follow();
      work.run();
    };
  }

  /** Drops what was read ahead. */
  @Override
  public void close() {
    // Not interrupted: that would close files which other readers share.
    reader.shutdown();
    ahead.forEach(f -> f.cancel(false));
  }
}
