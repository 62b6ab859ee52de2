package org.logoformer.jobs.bench.rounds;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.bench.measure.Console;
import org.logoformer.jobs.bench.measure.TimingOptions;
import org.logoformer.jobs.dryrun.DryRun;
import org.logoformer.jobs.spark.SparkSessions;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundTimes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code logo bench rounds}: what averaging costs, ours beside dl4j-spark's own master, and a crew
 * beside a job for each round.
 */
@Command(
    name = "rounds",
    description =
        "Measures rounds of averaging on noise: time and traffic, ours beside dl4j-spark's, and a"
            + " crew's beside a job for each.")
public final class RoundsBench implements Runnable {
  private static final String DEFAULTS =
      """
      model.preset = quickstart
      train { workers = 8, batch = 16, averaging-frequency = 2 }
      """;

  private static final double MEGABYTE = 1e6;

  @Mixin private ConfigOptions options;
  @Mixin private TimingOptions timing;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds per call of a master (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--crews",
      paramLabel = "W",
      split = ",",
      description =
          "Workers of crews that are measured beside a job for each round (default:"
              + " ${DEFAULT-VALUE}).")
  private List<Integer> crews = List.of(2, 8);

  @Option(
      names = "--crew-rounds",
      paramLabel = "N",
      description = "Rounds of a block of theirs, at least 3 (default: ${DEFAULT-VALUE}).")
  private int crewRounds = 25;

  @Option(
      names = "--crew-blocks",
      paramLabel = "N",
      description = "Blocks of theirs (default: ${DEFAULT-VALUE}).")
  private int crewBlocks = 9;

  private RoundTimes phases = RoundTimes.ZERO;
  private Console console;

  @Override
  public void run() {
    if (crewRounds < 3) {
      throw new ConfigException("--crew-rounds must be at least 3, is " + crewRounds);
    }
    console = new Console(options.out());
    // What the other master cannot do.
    LogoConfig config =
        options
            .config(DEFAULTS, "the defaults of bench rounds")
            .with(
                "optimiser.sam.rho=0",
                "train.outer.kind=none",
                "train.post-local-epochs=0",
                "train.stragglers=wait",
                "train.rounds=jobs");
    if (options.isDryRun()) {
      new DryRun(config, options.out()).local();
      return;
    }
    TrainingListener adding =
        TrainingListener.ofRounds(result -> phases = phases.plus(result.times()));
    try (SparkSession session = SparkSessions.open(config, "bench")) {
      JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
      try (RoundsContestant ours = RoundsContestant.ours(spark, config, adding);
          RoundsContestant reference = RoundsContestant.reference(spark, config)) {
        compare(spark, config, ours, reference);
      }
    }
    for (int workers : crews) {
      new Overhead(config, crewRounds, crewBlocks).print(workers, console);
    }
  }

  private void compare(
      JavaSparkContext spark, LogoConfig config, RoundsContestant ours, RoundsContestant theirs) {
    long state = ours.stateBytes();
    console.line(
        "bench rounds preset=%s workers=%d batch=%d steps-per-round=%d state-mb=%.3f",
        config.model().preset(),
        config.train().workers(),
        config.train().batch(),
        config.train().averagingFrequency(),
        state / MEGABYTE);
    TrafficCounter counter = new TrafficCounter();
    spark.sc().addSparkListener(counter);
    Map<String, Runnable> things = new LinkedHashMap<>();
    things.put("logo", () -> ours.run(rounds));
    things.put("dl4j", () -> theirs.run(rounds));
    Map<String, Double> seconds = timing.blocks().time(things);
    phases = RoundTimes.ZERO;
    things.forEach(
        (name, thing) -> {
          counter.since(spark.sc());
          thing.run();
          print(name, seconds.get(name), counter.since(spark.sc()), state);
        });
    for (Phase phase : Phase.values()) {
      console.line(
          "phase logo %-12s ms=%.1f share=%.3f",
          phase.label(), phases.of(phase) / 1e6 / rounds, phases.share(phase));
    }
    console.line("ratio time %.2f", seconds.get("dl4j") / seconds.get("logo"));
  }

  /** All figures are per round; driver-in also in states. */
  private void print(String name, double seconds, TrafficCounter.Counts counts, long state) {
    double driver = (double) counts.results() / rounds;
    console.line(
        "round %s s=%.3f jobs=%.1f driver-in-mb=%.3f states=%.2f shuffle-mb=%.3f"
            + " broadcast-mb=%.3f",
        name,
        seconds / rounds,
        (double) counts.jobs() / rounds,
        driver / MEGABYTE,
        driver / state,
        counts.shuffled() / MEGABYTE / rounds,
        counts.broadcast() / MEGABYTE / rounds);
  }
}
