package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.bytedeco.dnnl.dnnl_stream;
import org.logoformer.runtime.Threads;

/**
 * The threads of operations that are not a single primitive. Member 0 is the thread that runs the
 * operation; each member has a stream of its own.
 */
final class Team {
  private final List<dnnl_stream> streams = new ArrayList<>();
  private final ExecutorService others;

  Team(Engine engine, int size) {
    for (int i = 0; i < size; i++) {
      streams.add(engine.newStream());
    }
    others = size == 1 ? null : Executors.newFixedThreadPool(size - 1, Team::daemon);
    if (others != null) {
      engine.onClose(others::shutdown);
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

  /** Makes primitives for a single member: oneDNN plans for the number of threads it sees. */
  void planForOne(Runnable planning) {
    Threads.use(1);
    try {
      planning.run();
    } finally {
      Threads.use(size());
    }
  }

  /** Runs {@code part} with the number of each of the first members at once; waits for the last. */
  void run(int members, IntConsumer part) {
    List<Future<?>> running = new ArrayList<>();
    for (int member = 1; member < members; member++) {
      int number = member;
      running.add(others.submit(() -> part.accept(number)));
    }
    try {
      part.accept(0);
    } finally {
      // The memory that the others work on must not be touched before they are done.
      running.forEach(Team::await);
    }
  }

  private static void await(Future<?> part) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          part.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException("A part of an operation failed", e.getCause());
        } catch (CancellationException e) {
          throw new IllegalStateException("The kernels were closed while they ran", e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
