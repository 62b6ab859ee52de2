package org.logoformer.jobs.bench.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.logoformer.error.ClusterException;

/**
 * Does several pieces of work at the same time. Which thread does one changes nothing about it.
 *
 * @param size pieces done at the same time
 */
record Pool(int size) {
  /**
   * What {@code work} makes of each item, in the order of the items. The first failure ends all.
   */
  <A, B> List<B> map(List<A> items, Function<A, B> work) {
    ExecutorService threads = Executors.newFixedThreadPool(size);
    try {
      List<Future<B>> begun = new ArrayList<>();
      items.forEach(item -> begun.add(threads.submit(() -> work.apply(item))));
      List<B> done = new ArrayList<>();
      for (Future<B> future : begun) {
        done.add(future.get());
      }
      return done;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted; the same command goes on", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
