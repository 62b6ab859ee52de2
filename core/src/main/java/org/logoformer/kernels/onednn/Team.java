package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.dnnl_stream;
import org.logoformer.runtime.Threads;

/**
 * The threads of operations that are not a single primitive. Member 0 is the thread that runs the
 * operation; each member has a stream of its own.
 */
final class Team {
  private final List<dnnl_stream> streams = new ArrayList<>();
  private final List<ExecutorService> others = new ArrayList<>();

  Team(Engine engine, int size) {
    for (int i = 0; i < size; i++) {
      streams.add(engine.newStream());
    }
    for (int i = 1; i < size; i++) {
      ExecutorService other = Executors.newSingleThreadExecutor(Team::daemon);
      others.add(other);
      engine.onClose(other::shutdown);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "logo-kernels");
    thread.setDaemon(true);
    return thread;
  }

  int size() {
    return streams.size();
  }

  dnnl_stream stream(int member) {
    return streams.get(member);
  }

  /**
   * Runs {@code work} with one OpenMP thread. A primitive for one is also made so: oneDNN plans for
   * the number of threads it sees.
   */
  void alone(Runnable work) {
    Threads.use(1);
    try {
      work.run();
    } finally {
      Threads.use(size());
    }
  }

  /** What {@code making} makes with one OpenMP thread. */
  <T> T madeAlone(Supplier<T> making) {
    AtomicReference<T> made = new AtomicReference<>();
    alone(() -> made.set(making.get()));
    return made.get();
  }

  /** Runs {@code part} with the number of each of the first members at once; waits for the last. */
  void run(int members, IntConsumer part) {
    run(members, 1, part);
  }

  /**
   * As above. Throws what the first member threw, or else what another one did, wrapped in a
   * CompletionException.
   *
   * @param threads OpenMP threads that each member has for its part
   */
  void run(int members, int threads, IntConsumer part) {
    CompletableFuture<?> rest =
        CompletableFuture.allOf(
            IntStream.range(1, members)
                .mapToObj(
                    member ->
                        CompletableFuture.runAsync(
                            () -> accept(part, member, threads), others.get(member - 1)))
                .toArray(CompletableFuture[]::new));
    try {
      accept(part, 0, threads);
    } finally {
      Threads.use(size());
      // The memory that the others work on must not be touched before they are done.
      rest.exceptionally(e -> null).join();
    }
    rest.join();
  }

  private static void accept(IntConsumer part, int member, int threads) {
    Threads.use(threads);
    part.accept(member);
  }
}
