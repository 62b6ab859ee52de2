package org.logoformer.jobs.rounds;

import java.time.Duration;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext$;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.error.ClusterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the workers of a training can be at work together, as those of a crew must. Executors may
 * come later and be replaced, so they are waited for, but once in a training only.
 */
public final class Muster {
  private static final Logger LOG = LoggerFactory.getLogger(Muster.class);
  private static final Duration COMING = Duration.ofMinutes(1);
  private static final long POLL_MILLIS = 100;

  private final JavaSparkContext spark;
  private final Duration patience;
  private long waitedNanos;
  private boolean isGivenUp;

  /** Waits a minute, on a cluster. */
  public Muster(JavaSparkContext spark) {
    this(spark, COMING);
  }

  Muster(JavaSparkContext spark, Duration patience) {
    this.spark = spark;
    this.patience = patience;
  }

  /** Why several workers cannot be a crew, by the settings of an application. */
  static Optional<String> obstacle(int workers, SparkConf conf) {
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      return Optional.of("spark.dynamicAllocation.enabled = true");
    }
    if (conf.contains("spark.executor.resource.gpu.amount")) {
      return Optional.of("several workers with GPUs");
    }
    String master = conf.get("spark.master", "");
    if (master.matches("local|local\\[.*")) {
      int slots =
          SparkContext$.MODULE$.numDriverCores(master, conf) / conf.getInt("spark.task.cpus", 1);
      if (slots < workers) {
        return Optional.of(
            "train.workers = %d, and spark.master = %s has %d slots"
                .formatted(workers, master, slots));
      }
    }
    return Optional.empty();
  }

  /** How long workers may take until they are all there. */
  Duration patience() {
    return patience;
  }

  /**
   * Lets the workers go apart for the rest of the training.
   *
   * @param why in a line
   */
  void giveUp(String why) {
    isGivenUp = true;
    LOG.warn("From here on each round is a Spark job of its own: {}", why);
  }

  /** Whether there is a slot for each worker; waits for those that may come. */
  boolean isComplete(int workers) {
    if (isGivenUp) {
      return false;
    }
    while (slots() < workers) {
      if (waitedNanos > patience.toNanos()) {
        giveUp("%d workers need as many slots, and there are %d.".formatted(workers, slots()));
        return false;
      }
      pause();
      waitedNanos += POLL_MILLIS * 1_000_000;
    }
    return true;
  }

  private int slots() {
    return spark
        .sc()
        .maxNumConcurrentTasks(spark.sc().resourceProfileManager().defaultResourceProfile());
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted while waiting for executors", e);
    }
  }
}
