package org.logoformer.jobs.rounds;

import java.util.List;
import org.apache.spark.SparkConf;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.error.ClusterException;
import org.logoformer.train.state.StatisticRange;
import org.logoformer.train.state.TrainingState;

/** Whether the driver may receive what a round sends it. */
public final class ResultLimit {
  private static final String KEY = "spark.driver.maxResultSize";
  private static final long MIB = 1L << 20;

  private ResultLimit() {}

  /**
   * What a round sends the driver, a task for each slice of the state.
   *
   * @param state bytes of what is averaged
   * @param statistics bytes of the BatchNorm statistics, which travel beside the parameters that
   *     they are part of, with the first slice
   */
  public record Sent(long state, long statistics, int slices, int workers) {
    /** Class descriptions, lengths, times; and the metrics that Spark sends with a result. */
    private static final long PER_TASK = 3 << 10;

    /** With the name of a host. */
    private static final long PER_REPORT = 512;

    /** Java's serialiser cuts a result into blocks with headers: 0.52 % more were measured. */
    private static final long HEADERS_PER_MILLE = 6;

    /** Of rounds from {@code start}. */
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

    /** The most that Spark counts of it against the limit, in bytes. */
    public long counted() {
      long slice = state / slices + PER_TASK;
      long first = slice + statistics + PER_REPORT * workers;
      long results = first + (slices - 1) * slice;
      return results + results * HEADERS_PER_MILLE / 1000;
    }
  }

  /**
   * Refuses a limit that the first round would run into.
   *
   * @throws ClusterException with the number to set
   */
  public static void require(SparkConf conf, Sent sent) {
    long limit = conf.getSizeAsBytes(KEY, "1g");
    long needed = sent.counted();
    if (limit > 0 && limit < needed) {
      throw new ClusterException(
          "%s is %d bytes, but a round of this model with %d workers sends the driver up to %d: set spark.conf.%s=%dm"
              .formatted(KEY, limit, sent.workers(), needed, quoted(), (needed + MIB - 1) / MIB));
    }
  }

  private static String quoted() {
    return "\"" + KEY + "\"";
  }
}
