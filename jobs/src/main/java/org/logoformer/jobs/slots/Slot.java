package org.logoformer.jobs.slots;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.logoformer.train.source.NetworkSource;

/** One thread, the GPU it is bound to, if any, and the network that belongs to it. */
final class Slot {
  private final NetworkSource source;
  private final Runnable entering;
  private final ExecutorService thread;

  /** Made, used and closed by the thread alone. */
  private SlotNetwork network;

  /**
   * @param entering what the thread does before it touches ND4J
   */
  Slot(NetworkSource source, Runnable entering, int number) {
    this.source = source;
    this.entering = entering;
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
            entering.run();
            network = SlotNetwork.of(source);
          }
          return work.apply(network);
        });
  }

  /**
   * Frees the network after whatever the thread is doing. Does not wait.
   *
   * @param freed what the thread does then
   */
  void close(Runnable freed) {
    var unused =
        thread.submit(
            () -> {
              try {
                if (network != null) {
                  network.graph().close();
                  network = null;
                }
              } finally {
                freed.run();
              }
            });
    thread.shutdown();
  }
}
