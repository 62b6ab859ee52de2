package org.logoformer.jobs.rounds;

import java.io.Serializable;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.logoformer.config.TrainConfig.Outer;
import org.logoformer.error.ClusterException;
import org.logoformer.train.plan.Round;
import org.logoformer.train.state.TrainingState;
import scala.Function1;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** The Spark job of a crew: the driver listens to the workers while it runs. */
final class CrewJob {
  /** How Spark names a barrier stage that needs more slots than there are. */
  private static final String TOO_FEW_SLOTS = "SPARK-24819";

  private static final ClassTag<Integer> INTEGERS = ClassTag$.MODULE$.apply(Integer.class);
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

  /** The job has ended before its rounds. */
  static final class Stopped extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason of Spark; null if the workers did not come together in time
     */
    private Stopped(String message, SparkException reason) {
      super(message, reason);
    }

    /** Why Spark gave the job up; null if the workers did not come together in time. */
    SparkException reason() {
      return (SparkException) getCause();
    }

    /** In a line: Spark tells first of the stage, then of the task whose failure ended it. */
    String why() {
      List<String> lines =
          getMessage().lines().limit(2).filter(line -> !line.startsWith("\t")).toList();
      return lines.get(lines.size() - 1);
    }

    /**
     * Whether tasks failed, or slots were lost before the job began, and not somebody cancelled the
     * job or ended the application.
     */
    boolean isWorthAnother() {
      return reason() == null
          || getMessage().startsWith("Job aborted due to stage failure")
          || getMessage().contains(TOO_FEW_SLOTS);
    }
  }

  /**
   * Runs the job from the first round on.
   *
   * @param progress is told what workers say, in this thread
   * @param patience how long the workers may take until all have begun
   * @return the state after the last round
   */
  TrainingState run(
      List<Round> rounds, TrainingState start, CrewProgress progress, Duration patience)
      throws Stopped {
    int workers = rounds.get(0).shares().size();
    long began = System.nanoTime();
    byte[] state = StateBytes.whole(start);
    Broadcast<byte[]> broadcast = spark.broadcast(state);
    progress.started(System.nanoTime() - began, state.length);
    try (CrewDesk desk = new CrewDesk(workers)) {
      CrewTask task = new CrewTask(job, broadcast, outer, desk.name(), workers);
      JavaFutureAction<List<Integer>> running =
          together(source.shares(rounds), task, workers).collectAsync();
      try {
        listen(desk, running, progress, patience);
        return progress.end();
      } finally {
        end(running);
      }
    } finally {
      broadcast.destroy();
    }
  }

  /**
   * A stage of tasks that wait for each other is one of Spark's barrier stages: they start together
   * or not at all, and one that fails ends the job. A worker alone is tried again by Spark itself.
   */
  private static JavaRDD<Integer> together(JavaRDD<byte[]> shares, CrewTask task, int workers) {
    return workers == 1
        ? shares.mapPartitions(task)
        : JavaRDD.fromRDD(
            shares.rdd().barrier().mapPartitions(scala(task), false, INTEGERS), INTEGERS);
  }

  private static <T, U> Function1<scala.collection.Iterator<T>, scala.collection.Iterator<U>> scala(
      FlatMapFunction<Iterator<T>, U> task) {
    return (Function1<scala.collection.Iterator<T>, scala.collection.Iterator<U>> & Serializable)
        partition -> {
          try {
            return JavaConverters.asScalaIterator(
                task.call(JavaConverters.asJavaIterator(partition)));
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
  }

  private static void listen(
      CrewDesk desk,
      JavaFutureAction<List<Integer>> running,
      CrewProgress progress,
      Duration patience)
      throws Stopped {
    long began = System.nanoTime();
    try {
      while (progress.end() == null) {
        // Asked first: what a job said before its end is in the queue after it.
        boolean isOver = running.isDone();
        CrewDesk.Said said = desk.poll(isOver ? 0 : POLL_MILLIS);
        if (said != null) {
          progress.take(said.packet(), said.bytes());
        } else if (isOver) {
          throw stopped(running);
        } else if (!desk.isComplete() && System.nanoTime() - began > patience.toNanos()) {
          throw new Stopped(
              "Not all workers began within %d s".formatted(patience.toSeconds()), null);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted while workers trained", e);
    }
  }

  /** Why a job ended before its workers had said all. */
  private static Stopped stopped(JavaFutureAction<List<Integer>> running)
      throws InterruptedException {
    try {
      List<Integer> unused = running.get();
      throw new IllegalStateException("A crew's job ended without its last state");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SparkException gaveUp) {
        return new Stopped(gaveUp.getMessage(), gaveUp);
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
