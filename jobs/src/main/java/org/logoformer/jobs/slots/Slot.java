package org.logoformer.jobs.slots;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.logoformer.train.source.NetworkSource;

/** One thread with a network of its own; the thread is bound to a GPU if the process has one. */
final class Slot {
  private final NetworkSource source;
  private final Runnable entering;
  private final ExecutorService thread;

  /** Built, used and closed by the thread alone. */
  private SlotNetwork network;

  /**
   * @param entering called by the thread before it uses ND4J
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
   * Closes the network when the thread has done its work; does not wait for that.
   *
   * @param freed called by the thread after it has closed the network
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
