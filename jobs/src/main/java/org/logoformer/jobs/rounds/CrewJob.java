package org.logoformer.jobs.rounds;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.logoformer.config.TrainConfig.Outer;
import org.logoformer.error.ClusterException;
import org.logoformer.train.plan.Round;
import org.logoformer.train.state.TrainingState;

/** The Spark job of a crew: the driver listens to the workers while it runs. */
final class CrewJob {
  private static final long POLL_MILLIS = 50;

  /** How long the job may take to end once its workers have said all. */
  private static final long ENDING_MILLIS = 2_000;

  private final JavaSparkContext spark;
  private final WorkerJob job;
  private final ShareSource source;
  private final Outer outer;

  CrewJob(JavaSparkContext spark, WorkerJob job, ShareSource source, Outer outer) {
    this.spark = spark;
    this.job = job;
    this.source = source;
    this.outer = outer;
  }

  /** Spark has given the job up. */
  static final class Aborted extends Exception {
    private static final long serialVersionUID = 1L;

    private final SparkException reason;

    Aborted(SparkException reason) {
      super(reason);
      this.reason = reason;
    }

    SparkException reason() {
      return reason;
    }

    /** Whether tasks failed, and not somebody cancelled the job or ended the application. */
    boolean isWorthAnother() {
      return reason.getMessage().startsWith("Job aborted due to stage failure");
    }
  }

  /**
   * Runs the job from the first round on.
   *
   * @param progress is told what workers say, in this thread
   * @return the state after the last round
   */
  TrainingState run(List<Round> rounds, TrainingState start, CrewProgress progress) throws Aborted {
    long began = System.nanoTime();
    byte[] state = StateBytes.whole(start);
    Broadcast<byte[]> broadcast = spark.broadcast(state);
    progress.sent(System.nanoTime() - began, state.length);
    try (CrewDesk desk = new CrewDesk()) {
      JavaFutureAction<List<Integer>> running =
          source
              .shares(rounds)
              .mapPartitions(new CrewTask(job, broadcast, outer, desk.name()))
              .collectAsync();
      try {
        listen(desk, running, progress);
        return progress.end();
      } finally {
        end(running);
      }
    } finally {
      broadcast.destroy();
    }
  }

  private static void listen(
      CrewDesk desk, JavaFutureAction<List<Integer>> running, CrewProgress progress)
      throws Aborted {
    try {
      while (progress.end() == null) {
        // Asked first: what a job said before its end is in the queue after it.
        boolean isOver = running.isDone();
        Packet<CrewMessage> said = desk.poll(isOver ? 0 : POLL_MILLIS);
        if (said != null) {
          progress.take(said);
        } else if (isOver) {
          throw stopped(running);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted while workers trained", e);
    }
  }

  /** Why a job ended before its workers had said all. */
  private static Aborted stopped(JavaFutureAction<List<Integer>> running)
      throws InterruptedException {
    try {
      List<Integer> unused = running.get();
      throw new IllegalStateException("A crew's job ended without its last state");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SparkException gaveUp) {
        return new Aborted(gaveUp);
      }
      throw e.getCause() instanceof RuntimeException unchecked
          ? unchecked
          : new IllegalStateException(e.getCause());
    }
  }

  /** Waits a little for a job whose work is done, and cancels what goes on. */
  private static void end(JavaFutureAction<List<Integer>> running) {
    try {
      List<Integer> unused = running.get(ENDING_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | CancellationException e) {
      // It is over, and the workers have told why.
    } catch (TimeoutException e) {
      running.cancel(true);
    } catch (InterruptedException e) {
      running.cancel(true);
      Thread.currentThread().interrupt();
    }
  }
}
