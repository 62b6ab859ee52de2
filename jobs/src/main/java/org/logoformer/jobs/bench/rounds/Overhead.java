package org.logoformer.jobs.bench.rounds;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig.Rounds;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.bench.measure.Blocks;
import org.logoformer.jobs.bench.measure.ChildExecutors;
import org.logoformer.jobs.bench.measure.Console;
import org.logoformer.jobs.spark.ExecutorProcesses;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundBytes;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.round.RoundTimes;
import org.logoformer.train.round.WorkerReport;

/**
 * What a round costs beside the computing of its slowest worker, by a crew and by a Spark job for
 * each, in executor processes with one core each. Both take turns, block by block.
 *
 * @param config its batch is that of all workers
 * @param rounds of a block, which are one job of a crew; its start is shared among them
 * @param blocks of each way
 */
record Overhead(LogoConfig config, int rounds, int blocks) {
  private static final List<Rounds> WAYS = List.of(Rounds.JOBS, Rounds.CREW);
  private static final double MILLI = 1e6;

  /** A way's blocks so far. */
  private record Way(RoundsContestant master, List<RoundResult> results, List<Double> overheads) {
    void run(int rounds) {
      results.clear();
      long began = System.nanoTime();
      master.run(rounds);
      long all = System.nanoTime() - began;
      long computing = results.stream().mapToLong(Overhead::computing).sum();
      overheads.add((all - computing) / MILLI / rounds);
    }
  }

  /** Measures and prints. */
  void print(int workers, Console console) {
    try (SparkSession session = ExecutorProcesses.open(config, "bench", workers)) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      Map<Rounds, Way> ways = new LinkedHashMap<>();
      try {
        WAYS.forEach(way -> ways.put(way, way(spark, workers, way)));
        ways.values().forEach(way -> way.run(rounds));
        ways.values().forEach(way -> way.overheads().clear());
        for (int i = 0; i < blocks; i++) {
          ways.values().forEach(way -> way.run(rounds));
        }
        print(workers, ways.get(Rounds.JOBS), ways.get(Rounds.CREW), console);
      } finally {
        ways.values().forEach(way -> way.master().close());
      }
    }
    ChildExecutors.awaitEnd();
  }

  private Way way(JavaSparkContext spark, int workers, Rounds way) {
    LogoConfig there =
        config.with(
            "train.workers=" + workers, "train.rounds=" + way.name().toLowerCase(Locale.ROOT));
    List<RoundResult> results = new ArrayList<>();
    TrainingListener keep = TrainingListener.ofRounds(results::add);
    return new Way(RoundsContestant.ours(spark, there, keep), results, new ArrayList<>());
  }

  private void print(int workers, Way jobs, Way crew, Console console) {
    if (crew.results().get(0).state().size() > 0) {
      throw new ClusterException(
          "The crew of %d did not come together, see the warning above: nothing to compare"
              .formatted(workers));
    }
    double ofJobs = Blocks.median(jobs.overheads());
    double ofCrew = Blocks.median(crew.overheads());
    phases("jobs", workers, jobs.results(), console);
    phases("crew-start", workers, crew.results().subList(0, 1), console);
    phases("crew", workers, crew.results().subList(1, rounds), console);
    console.line(
        "ratio round-overhead workers=%d %.2f jobs-ms=%.1f crew-ms=%.1f",
        workers, ofJobs / ofCrew, ofJobs, ofCrew);
    // The last round of a job hands the state to the driver.
    RoundBytes bytes =
        crew.results().subList(1, rounds - 1).stream()
            .map(RoundResult::bytes)
            .reduce(RoundBytes.ZERO, RoundBytes::plus);
    double states = (double) crew.master().stateBytes() * (rounds - 2);
    console.line(
        "bytes workers=%d sent-per-worker=%.3f driver=%.4f",
        workers, bytes.shuffle() / states / workers, bytes.driver() / states);
  }

  private void phases(String way, int workers, List<RoundResult> results, Console console) {
    RoundTimes all =
        results.stream().map(RoundResult::times).reduce(RoundTimes.ZERO, RoundTimes::plus);
    for (Phase phase : Phase.values()) {
      if (all.of(phase) > 0) {
        console.line(
            "phase %s workers=%d %-10s ms=%.1f",
            way, workers, phase.label(), all.of(phase) / MILLI / results.size());
      }
    }
  }

  /** Of the slowest worker. */
  private static long computing(RoundResult round) {
    return round.reports().stream()
        .map(WorkerReport::times)
        .mapToLong(times -> times.computeNanos())
        .max()
        .orElseThrow();
  }
}
