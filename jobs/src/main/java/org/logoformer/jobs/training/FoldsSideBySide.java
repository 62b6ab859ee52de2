package org.logoformer.jobs.training;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.Reason;
import org.logoformer.jobs.run.Fold;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.jobs.slots.Seating;
import org.logoformer.jobs.slots.Seating.Seat;
import org.logoformer.jobs.slots.Seats;

/**
 * Trains the folds of a run side by side, each on slots of its own, as many as the slots hold. The
 * first that fails ends the others, whose checkpoints stay.
 */
final class FoldsSideBySide {
  private static final long POLL_MILLIS = 200;

  private final JavaSparkContext spark;
  private final LogoConfig config;
  private final SparkExecutors executors;
  private final Seating seating;
  private final Function<Fold, FoldMetrics> training;

  /** Until when more slots are hoped for before a fold trains on fewer than it has workers. */
  private final long patientUntil;

  private final Map<Integer, Seat> running = new HashMap<>();
  private final BlockingQueue<Done> done = new LinkedBlockingQueue<>();

  /** What a thread brings back: metrics or a failure. */
  private record Done(Fold fold, FoldMetrics metrics, Throwable failure) {}

  FoldsSideBySide(JavaSparkContext spark, LogoConfig config, Function<Fold, FoldMetrics> training) {
    this.spark = spark;
    this.config = config;
    this.executors = new SparkExecutors(spark);
    this.seating = new Seating(executors::now);
    this.training = training;
    this.patientUntil = System.nanoTime() + executors.patience().toNanos();
  }

  /**
   * Whether folds are to train side by side: only where a number says so, for each needs its part
   * of the driver's memory, too. dl4j-spark's own master trains one thing at a time.
   */
  static boolean serves(LogoConfig config, List<Fold> folds) {
    return folds.size() > 1
        && config.sweep().most().orElse(1) > 1
        && config.train().master() == TrainConfig.Master.LOGO;
  }

  /**
   * The metrics of all folds, in their order.
   *
   * @throws RuntimeException what the training of the first fold that failed threw
   */
  List<FoldMetrics> train(List<Fold> folds) {
    ExecutorService threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "fold");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Map<Integer, FoldMetrics> metrics = new HashMap<>();
      Queue<Fold> waiting = new ArrayDeque<>(folds);
      while (metrics.size() < folds.size()) {
        while (!waiting.isEmpty() && isBegun(waiting.element(), threads)) {
          waiting.remove();
        }
        Done end = done.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (end != null) {
          metrics.put(end.fold().number(), succeeded(end));
        }
      }
      return folds.stream().map(fold -> metrics.get(fold.number())).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted: the same command goes on with the folds", e);
    } finally {
      abandon();
      threads.shutdown();
    }
  }

  private boolean isBegun(Fold fold, ExecutorService threads) {
    Optional<Seat> seat = seat(fold);
    seat.ifPresent(
        taken -> {
          threads.execute(() -> done.add(trained(fold, taken)));
          running.put(fold.number(), taken);
        });
    return seat.isPresent();
  }

  private Optional<Seat> seat(Fold fold) {
    if (running.size() >= config.sweep().most().orElse(1) || running.containsValue(Seat.ALONE)) {
      return Optional.empty();
    }
    Optional<Seat> seat =
        seating.take(fold.number(), config.train().workers(), executors.cores(config));
    boolean isHopeless = running.isEmpty() && System.nanoTime() - patientUntil >= 0;
    return seat.isEmpty() && isHopeless ? Optional.of(Seat.ALONE) : seat;
  }

  private Done trained(Fold fold, Seat seat) {
    try {
      return new Done(
          fold, Seats.on(spark, seat, group(fold.number()), () -> training.apply(fold)), null);
    } catch (Throwable e) {
      return new Done(fold, null, e);
    }
  }

  private FoldMetrics succeeded(Done end) {
    running.remove(end.fold().number());
    seating.leave(end.fold().number());
    if (end.failure() instanceof Error error) {
      throw error;
    }
    if (end.failure() instanceof RuntimeException failure) {
      throw failure;
    }
    if (end.failure() != null) {
      // Spark throws checked exceptions that it does not declare.
      throw new ClusterException(
          "Fold %d failed: %s. Its last checkpoint is intact: run the same command again to go on from it."
              .formatted(end.fold().number(), Reason.of(end.failure())),
          end.failure());
    }
    return end.metrics();
  }

  private String group(int fold) {
    return config.run().name() + "/fold-" + fold;
  }

  /** Ends what trains, so that nothing writes to the folder of the run when this returns. */
  private void abandon() {
    boolean interrupted = false;
    while (!running.isEmpty()) {
      running.keySet().forEach(fold -> Seats.cancel(spark, group(fold)));
      try {
        Done end = done.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (end != null) {
          running.remove(end.fold().number());
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
