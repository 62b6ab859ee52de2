package org.logoformer.jobs.bench.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.cli.Logo;
import org.logoformer.config.DataConfig;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.jobs.bench.measure.Blocks;
import org.logoformer.jobs.bench.measure.Commands;
import org.logoformer.jobs.bench.measure.Console;
import org.logoformer.jobs.bench.measure.Shorthand;
import org.logoformer.jobs.bench.measure.TemporaryFolder;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.ShardSet;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.plan.Share;
import org.logoformer.train.plan.TrainingPlan;
import org.logoformer.train.round.LocalRound;
import org.logoformer.train.round.RoundRules;
import org.logoformer.train.round.WorkerReport;
import org.logoformer.train.round.WorkerTimes;
import org.logoformer.train.source.GraphSource;
import org.logoformer.train.source.OffHeap;
import org.logoformer.train.source.ShardBatches;
import org.logoformer.train.state.TrainingState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo bench data}: whether training waits for its clips. */
@Command(
    name = "data",
    description = {
      "Measures what one worker waits for clips while it trains, as a share of its steps.",
      "Clips are rendered, keyed, with FERV39K's lengths and prepared in each format; data.shards takes a"
          + " set that is there instead."
    },
    footer = {
      "",
      "batch, threads and so on are short for train.batch and train.threads; wait is the median of the"
          + " rounds, each of which begins with nothing read; read-ms is what a batch takes to read alone;"
          + " held-mib are the clips that were in memory at once, at most: those of data.prefetch batches"
          + " and of the one in use."
    })
public final class DataBench implements Runnable {
  @Mixin private ConfigOptions options;

  @Option(
      names = "--formats",
      split = ",",
      defaultValue = "raw,jpeg",
      paramLabel = "FORMAT",
      description = "Values of prep.format (default: ${DEFAULT-VALUE}).")
  private List<String> formats;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      paramLabel = "N",
      description = "Rounds after the first, which does not count (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--size",
      defaultValue = "224",
      paramLabel = "PIXELS",
      description = "Height and width of what is rendered (default: ${DEFAULT-VALUE}).")
  private int size;

  private final Commands commands;

  /** The command line's. */
  public DataBench() {
    this(Logo::run);
  }

  /** One that renders and prepares by other commands, for tests. */
  DataBench(Commands commands) {
    this.commands = commands;
  }

  @Override
  public void run() {
    LogoConfig config = options.config(Shorthand::expand).with("train.workers=1");
    Console console = new Console(options.out());
    console.line(
        "bench preset=%s batch=%d threads=%d frequency=%d prefetch=%d",
        config.model().preset(),
        config.train().batch(),
        config.train().threads(),
        config.train().averagingFrequency(),
        config.data().prefetch());
    try (TemporaryFolder folder = new TemporaryFolder()) {
      sets(config, folder.path()).forEach((format, set) -> measure(config, format, set, console));
    }
  }

  private Map<String, String> sets(LogoConfig config, Path folder) {
    if (!config.data().shards().isBlank()) {
      return Map.of("given", config.data().shards());
    }
    RenderedClips rendered = new RenderedClips(commands, config, folder);
    // Of which four fifths are for training.
    int clips = config.train().batch() * config.train().averagingFrequency() * 5 / 4 + 5;
    Path source = rendered.render(clips, size);
    Map<String, String> sets = new LinkedHashMap<>();
    for (String format : formats) {
      Path output = folder.resolve(format);
      rendered.prepare(source, output, format);
      sets.put(format, output.toUri().toString());
    }
    return sets;
  }

  private void measure(LogoConfig config, String format, String set, Console console) {
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(set);
    GraphSource source = GraphSource.of(config);
    ComputationGraph graph = source.build();
    DataConfig data = config.data();
    try (ShardSet shards =
        ShardSet.open(new Configuration(), folder, data.openShards(), data.cache())) {
      List<WorkerTimes> times = new ArrayList<>();
      TrainingState start = TrainingState.of(graph, Position.START);
      double reading = 0;
      long held = 0;
      for (int epoch = 0; epoch <= rounds; epoch++) {
        ShardBatches batches = new ShardBatches(shards, shards.manifest().byId(), config, epoch);
        HeldBatches counted = new HeldBatches(batches);
        Share share = share(config, shards, epoch);
        LocalRound round =
            new LocalRound(
                graph,
                source.statistics(graph),
                RoundRules.of(config),
                counted.step(ComputationGraph::fit));
        WorkerReport report = round.run(() -> start, share, counted, () -> false).report();
        report
            .problem()
            .ifPresent(
                failure -> {
                  throw new DataException("A round failed: " + failure.message());
                });
        times.add(report.times());
        held = Math.max(held, counted.mostBytes());
        reading = read(share, batches);
      }
      report(format, times.subList(1, times.size()), config, reading, held, console);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      graph.close();
    }
  }

  private static Share share(LogoConfig config, ShardSet shards, int epoch) {
    List<String> ids = new ArrayList<>(new TreeMap<>(shards.manifest().byId()).keySet());
    if (ids.isEmpty()) {
      throw new DataException("The shard set has no clips: prepare one that has");
    }
    TrainingPlan training =
        TrainingPlan.of(
            config,
            byId(shards, ClipRecord::label),
            byId(shards, clip -> clip.placement().shard()));
    EpochPlan plan = training.epoch(epoch, ids);
    return plan.round(0, config.train().averagingFrequency(), 0).shares().get(0);
  }

  private static Map<String, Integer> byId(ShardSet shards, ToIntFunction<ClipRecord> property) {
    return shards.manifest().clips().stream()
        .collect(Collectors.toMap(ClipRecord::id, property::applyAsInt));
  }

  /** Seconds of reading a batch while nothing else is done. */
  private static double read(Share share, ShardBatches batches) {
    long start = System.nanoTime();
    share.steps().forEach(step -> OffHeap.free(batches.load(step.references())));
    return (System.nanoTime() - start) / 1e9 / share.steps().size();
  }

  private static void report(
      String format,
      List<WorkerTimes> times,
      LogoConfig config,
      double reading,
      long held,
      Console console) {
    int steps = config.train().averagingFrequency();
    console.line(
        "data format=%s wait=%.2f%% step-ms=%.1f read-ms=%.1f held-mib=%.1f",
        format,
        100
            * Blocks.median(
                times.stream()
                    .map(t -> (double) t.dataNanos() / (t.dataNanos() + t.computeNanos()))
                    .toList()),
        Blocks.median(times.stream().map(t -> t.computeNanos() / 1e6 / steps).toList()),
        1e3 * reading,
        held / (double) (1 << 20));
  }
}
