package org.logoformer.jobs.slots;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.logoformer.train.NetworkSource;

/** One thread and the network that belongs to it. */
final class Slot {
  private final NetworkSource source;
  private final ExecutorService thread;

  /** Made, used and closed by the thread alone. */
  private SlotNetwork network;

  Slot(NetworkSource source, int number) {
    this.source = source;
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread t = new Thread(work, "logo-slot-" + number);
              t.setDaemon(true);
              return t;
            });
  }

  NetworkSource source() {
    return source;
  }

  <T> Future<T> submit(Function<SlotNetwork, T> work) {
    return thread.submit(
        () -> {
          if (network == null) {
            network = SlotNetwork.of(source);
          }
          return work.apply(network);
        });
  }

  /** Frees the network after whatever the thread is doing. */
  void close() {
    var unused =
        thread.submit(
            () -> {
              if (network != null) {
                network.graph().close();
                network = null;
              }
            });
    thread.shutdown();
  }
}
