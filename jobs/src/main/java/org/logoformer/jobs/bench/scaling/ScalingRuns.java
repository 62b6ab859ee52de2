package org.logoformer.jobs.bench.scaling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.bench.measure.ChildExecutors;
import org.logoformer.jobs.bench.rounds.RoundsContestant;
import org.logoformer.jobs.spark.ExecutorProcesses;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.round.RoundResult;

/**
 * Rounds of averaging on noise, in executor processes with one core each that are started for them.
 * The numbers of workers take turns, so that what slows the machine down for a while does not hit
 * one alone.
 *
 * @param config its batch is that of one worker
 * @param workers every W
 * @param steps every H
 * @param rounds that count, of each W and H and repetition
 * @param warmUp steps that every worker takes before anything counts
 */
record ScalingRuns(
    LogoConfig config,
    List<Integer> workers,
    List<Integer> steps,
    int repetitions,
    int rounds,
    int warmUp) {

  /** Rounds before those that count, once the processes are warm: the network is built anew. */
  private static final int FIRST_ROUNDS = 3;

  /**
   * Takes all of them: the median repetition of each W and H, ordered by W, then H.
   *
   * @param progress is told of each repetition
   */
  List<Sample> measure(Consumer<Sample> progress) {
    List<Sample> taken = new ArrayList<>();
    for (int repetition = 0; repetition < repetitions; repetition++) {
      for (int count : workers) {
        List<Sample> samples = session(count);
        samples.forEach(progress);
        taken.addAll(samples);
      }
    }
    return taken.stream()
        .collect(Collectors.groupingBy(sample -> List.of(sample.workers(), sample.steps())))
        .values()
        .stream()
        .map(ScalingRuns::median)
        .sorted(Comparator.comparingInt(Sample::workers).thenComparingInt(Sample::steps))
        .toList();
  }

  private static Sample median(List<Sample> repetitions) {
    Sample any = repetitions.get(0);
    RoundCost cost = RoundCost.median(repetitions.stream().map(Sample::cost).toList());
    return new Sample(any.workers(), any.steps(), cost, any.volume());
  }

  /** All H with new processes; the largest first, which warms them up soonest. */
  private List<Sample> session(int count) {
    List<Sample> samples = new ArrayList<>();
    try (SparkSession session = ExecutorProcesses.open(config, "bench", count)) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      int cold = warmUp;
      for (int each : steps.stream().sorted(Comparator.reverseOrder()).toList()) {
        samples.add(sample(spark, count, each, Math.max(FIRST_ROUNDS, cold / each)));
        cold = 0;
      }
    }
    ChildExecutors.awaitEnd();
    return samples;
  }

  private Sample sample(JavaSparkContext spark, int count, int each, int before) {
    LogoConfig there =
        config.with(
            "train.workers=" + count,
            "train.rounds=jobs",
            "train.batch=" + count * config.train().batch(),
            "train.averaging-frequency=" + each);
    List<RoundResult> results = new ArrayList<>();
    TrainingListener keep = TrainingListener.ofRounds(results::add);
    try (RoundsContestant master = RoundsContestant.ours(spark, there, keep)) {
      master.run(before);
      results.clear();
      master.run(rounds);
    }
    RoundCost typical =
        RoundCost.typical(results.stream().map(r -> RoundCost.of(r.times())).toList());
    return new Sample(count, each, typical, Volume.of(results.get(0).bytes(), count));
  }
}
