package org.logoformer.jobs.rounds;

import java.util.List;
import org.apache.spark.SparkConf;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.error.ClusterException;
import org.logoformer.train.state.StatisticRange;
import org.logoformer.train.state.TrainingState;

/** Checks Spark's limit on the bytes that the driver may receive from one job. */
public final class ResultLimit {
  private static final String KEY = "spark.driver.maxResultSize";
  private static final long MIB = 1L << 20;

  private ResultLimit() {}

  /**
   * What a round sends to the driver; one task sends one slice of the state.
   *
   * @param state bytes of the vectors that are averaged
   * @param statistics bytes of the BatchNorm statistics; the task of the first slice sends them a
   *     second time, beside the parameters that contain them
   */
  public record Sent(long state, long statistics, int slices, int workers) {
    /** Bytes of class descriptions, lengths, times, and the metrics that Spark adds to a result. */
    private static final long PER_TASK = 3 << 10;

    /** Bytes of a worker's report, with the name of its host. */
    private static final long PER_REPORT = 512;

    /** Java's serialiser adds a header to each block of a result: 0.52 % were measured. */
    private static final long HEADERS_PER_MILLE = 6;

    /** What each round sends in a training that begins with {@code start}. */
    public static Sent of(
        TrainingState start, Momentum momentum, List<StatisticRange> ranges, int workers) {
      long channels =
          ranges.stream().filter(StatisticRange::isPooled).mapToLong(StatisticRange::length).sum();
      return new Sent(
          momentum == Momentum.RESET ? start.parameters().size() : start.size(),
          2 * channels * start.parameters().type().width(),
          SparkRounds.slices(start.size(), workers),
          workers);
    }

    /** The most bytes that Spark counts against its limit. */
    public long counted() {
      long slice = state / slices + PER_TASK;
      long first = slice + statistics + PER_REPORT * workers;
      long results = first + (slices - 1) * slice;
      return results + results * HEADERS_PER_MILLE / 1000;
    }
  }

  /**
   * Refuses a limit that the first round would exceed.
   *
   * @throws ClusterException if the limit is too low; its message has the number to set
   */
  public static void require(SparkConf conf, Sent sent) {
    long limit = conf.getSizeAsBytes(KEY, "1g");
    long needed = sent.counted();
    if (limit > 0 && limit < needed) {
      throw new ClusterException(
          "%s is %d bytes, but a round of this model with %d workers sends the driver up to %d: set spark.conf.\"%s\"=%dm"
              .formatted(KEY, limit, sent.workers(), needed, KEY, (needed + MIB - 1) / MIB));
    }
  }
}
