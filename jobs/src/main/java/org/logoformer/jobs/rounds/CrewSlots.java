package org.logoformer.jobs.rounds;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext$;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.error.ClusterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the workers of a training can be at work together, as those of a crew must. Executors may
 * come later and be replaced, so they are waited for, but not for long where there were never
 * enough. A worker alone starts whenever Spark lets it.
 */
public final class CrewSlots {
  private static final Logger LOG = LoggerFactory.getLogger(CrewSlots.class);

  /** How long executors may take to come, since there were enough of them. */
  private static final Duration COMING = Duration.ofMinutes(1);

  /** How long several workers may take until all have begun: longer than a transfer of jars. */
  static final Duration BEGINNING = Duration.ofMinutes(3);

  private static final int MOST_LATE = 3;
  private static final long POLL_MILLIS = 100;

  private final JavaSparkContext spark;
  private long waitedNanos;
  private boolean isGivenUp;
  private boolean isShort;
  private int late;

  /** For one training of an application. */
  public CrewSlots(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** Why several workers cannot be a crew, by the settings of an application. */
  static Optional<String> obstacle(int workers, SparkConf conf) {
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      return Optional.of("spark.dynamicAllocation.enabled = true");
    }
    if (conf.contains("spark.executor.resource.gpu.amount")) {
      // A GPU serves one worker, and was never seen to serve one of several that wait for each
      // other.
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

  /** How long the workers of a crew may take until all have begun. */
  static Duration patience(int workers) {
    return workers == 1 ? Duration.ofDays(10_000) : BEGINNING;
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

  /**
   * Notes that the workers did not all begin in time, since others had the slots.
   *
   * @param why in a line
   */
  void late(String why) {
    if (++late == MOST_LATE) {
      giveUp(why);
    } else {
      LOG.warn("The rounds up to the next checkpoint are Spark jobs of their own: {}", why);
    }
  }

  /** Whether there is a slot for each worker; waits for those that may come. */
  boolean isComplete(int workers) {
    if (isGivenUp || workers == 1) {
      return !isGivenUp;
    }
    while (slots() < workers) {
      if (waitedNanos >= COMING.toNanos()) {
        tell(workers);
        return false;
      }
      pause();
      waitedNanos += TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS);
    }
    waitedNanos = 0;
    return true;
  }

  private void tell(int workers) {
    if (!isShort) {
      isShort = true;
      LOG.warn(
          "{} workers need as many slots, and there are {}: until there are more, each round is a"
              + " Spark job of its own.",
          workers,
          slots());
    }
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
