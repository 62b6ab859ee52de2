package org.logoformer.jobs.bench.soak;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.bench.measure.ChildExecutors;
import org.logoformer.jobs.bench.measure.Console;
import org.logoformer.jobs.bench.measure.OutputFile;
import org.logoformer.jobs.bench.rounds.CollectingLoader;
import org.logoformer.jobs.bench.rounds.NoiseLoader;
import org.logoformer.jobs.bench.rounds.RoundsContestant;
import org.logoformer.jobs.bench.soak.SoakPage.Panel;
import org.logoformer.jobs.dryrun.DryRun;
import org.logoformer.jobs.spark.ExecutorProcesses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo bench soak}: whether anything grows from round to round. */
@Command(
    name = "soak",
    description = {
      "Trains on noise with executor processes, each round a Spark job (train.rounds=jobs), and looks"
          + " after every one at the memory of all processes and at what Spark holds in them. Exit code"
          + " 4 if something grows."
    },
    footer = {
      "",
      "Memory must not grow by more than the tolerance over the last half of the rounds, the number"
          + " of broadcast blocks by less than one; states, cached partitions and shuffles must be"
          + " gone after each round. Without settings: the quickstart's network, 2 clips a worker."
    })
public final class SoakBench implements Runnable {
  private static final String DEFAULTS =
      """
      model.preset = quickstart
      train { workers = 2, batch = 4, averaging-frequency = 2 }
      spark.executor-memory = 768m
      """;

  /** Rounds after which an epoch ends: what an epoch makes must go, too. */
  private static final int EPOCH = 10;

  @Mixin private ConfigOptions options;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds, at least 4 (default: ${DEFAULT-VALUE}).")
  private int rounds = 200;

  @Option(
      names = "--tolerance",
      paramLabel = "SHARE",
      description = "By how much memory may grow in the last half (default: ${DEFAULT-VALUE}).")
  private double tolerance = 0.05;

  @Option(names = "--out", paramLabel = "HTML", description = "Write a page with plots here.")
  private Path out;

  @Override
  public void run() {
    Console console = new Console(options.out());
    LogoConfig config =
        options
            .config(DEFAULTS, "the defaults of bench soak")
            .with("train.threads=1", "train.rounds=jobs");
    if (options.isDryRun()) {
      new DryRun(config, options.out()).local();
      return;
    }
    if (rounds < 4) {
      throw new ConfigException("No trend shows in --rounds " + rounds + ": take at least 4");
    }
    console.line("%s", header(config));
    List<Panel> panels = soaked(config);
    List<Series> all = panels.stream().flatMap(p -> p.series().stream()).toList();
    panels.forEach(p -> p.series().forEach(s -> console.line("%s", s.line(p.title()))));
    if (out != null) {
      OutputFile.write(out, SoakPage.html(header(config), panels));
    }
    List<String> growing = all.stream().filter(s -> !s.holds()).map(Series::name).toList();
    console.line("verdict %s rounds=%d", growing.isEmpty() ? "flat" : "growing", rounds);
    if (!growing.isEmpty()) {
      throw new ClusterException(
          "Not flat over %d rounds: %s. See the lines above, draw them with --out"
              .formatted(rounds, String.join(", ", growing)));
    }
  }

  private List<Panel> soaked(LogoConfig config) {
    SoakSamples samples = new SoakSamples(tolerance, config.train().workers());
    CollectingLoader loader = new CollectingLoader(new NoiseLoader(config.render(), 1));
    try (SparkSession session = ExecutorProcesses.open(config, "bench", config.train().workers())) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      try (RoundsContestant master = RoundsContestant.ours(spark, config, samples, loader)) {
        for (int done = 0; done < rounds; done += EPOCH) {
          master.run(Math.min(EPOCH, rounds - done));
        }
      }
    }
    ChildExecutors.awaitEnd();
    return samples.panels();
  }

  private String header(LogoConfig config) {
    return String.format(
        Locale.ROOT,
        "bench soak preset=%s workers=%d batch=%d steps-per-round=%d rounds=%d tolerance=%.1f%%",
        config.model().preset(),
        config.train().workers(),
        config.train().batch(),
        config.train().averagingFrequency(),
        rounds,
        100 * tolerance);
  }
}
