package org.logoformer.jobs.rounds;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkException;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.error.ClusterException;
import org.logoformer.error.OutOfMemory;
import org.logoformer.train.plan.Round;
import org.logoformer.train.plan.Share;

/** The message about a round that Spark has given up. */
final class RoundFailure {
  private static final Pattern TASK = Pattern.compile("Task (\\d+) in stage (\\d+)");

  /** How Spark names stages with a task for each worker: that of a round, and that of a crew. */
  private static final List<String> STAGES = List.of("mapPartitionsToPair", "collectAsync");

  private RoundFailure() {}

  /** An exception with Spark's reason, which names the host, and the data of the failed worker. */
  static ClusterException of(
      JavaSparkContext spark, Round round, BatchesSource data, SparkException e) {
    // Spark appends a stack trace to the first lines of its message.
    String first =
        e.getMessage()
            .lines()
            .limit(3)
            .filter(line -> !line.startsWith("\t"))
            .collect(Collectors.joining(" "));
    String reason = OutOfMemory.in(e.getMessage()).map(m -> first + ". " + m).orElse(first + ".");
    return new ClusterException(
        "Round %d of epoch %d failed for good: %s%s The last checkpoint is intact; mend the cause and run the same command again."
            .formatted(
                round.index() + 1, round.epoch() + 1, reason, worker(spark, round, data, reason)),
        e);
  }

  /**
   * The worker of the failed task and its data; empty if the reason names a worker already, or if a
   * task of the reduce stage failed, which belongs to no single worker.
   */
  private static String worker(
      JavaSparkContext spark, Round round, BatchesSource data, String reason) {
    Matcher task = TASK.matcher(reason);
    if (reason.contains("Worker ") || !task.find()) {
      return "";
    }
    SparkStageInfo stage = spark.statusTracker().getStageInfo(Integer.parseInt(task.group(2)));
    if (stage == null || STAGES.stream().noneMatch(stage.name()::startsWith)) {
      return "";
    }
    Share share = round.shares().get(Integer.parseInt(task.group(1)));
    List<String> references = share.steps().stream().flatMap(s -> s.references().stream()).toList();
    return " It was worker %d with data from %s."
        .formatted(share.worker(), data.open(Map.of()).origin(references));
  }
}
