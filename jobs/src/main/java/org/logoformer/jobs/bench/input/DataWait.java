package org.logoformer.jobs.bench.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.batch.ReadAhead;
import org.logoformer.config.DataConfig;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.jobs.bench.measure.Blocks;
import org.logoformer.jobs.bench.measure.Console;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.ShardSet;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.plan.Share;
import org.logoformer.train.plan.TrainingPlan;
import org.logoformer.train.round.LocalRound;
import org.logoformer.train.round.RoundRules;
import org.logoformer.train.round.WorkerReport;
import org.logoformer.train.round.WorkerResult;
import org.logoformer.train.round.WorkerTimes;
import org.logoformer.train.source.GraphSource;
import org.logoformer.train.source.OffHeap;
import org.logoformer.train.source.ShardBatches;
import org.logoformer.train.state.TrainingState;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * What one worker waits for clips while it trains, as a share of its steps: in rounds that begin
 * with nothing read, as jobs of their own do, and in rounds that follow each other in one job, as a
 * crew's do.
 */
final class DataWait {
  private final LogoConfig config;
  private final int rounds;
  private final Console console;

  /**
   * @param rounds of each kind, before which one runs that does not count
   */
  DataWait(LogoConfig config, int rounds, Console console) {
    this.config = config.with("train.workers=1");
    this.rounds = rounds;
    this.console = console;
  }

  /**
   * Measures and tells.
   *
   * @param set folder of the shard set
   */
  void measure(String format, String set) {
    GraphSource source = GraphSource.of(config);
    ComputationGraph graph = source.build();
    DataConfig data = config.data();
    try (ShardSet shards =
        ShardSet.open(new Configuration(), new Path(set), data.openShards(), data.cache())) {
      ShardBatches batches = new ShardBatches(shards, shards.manifest().byId(), config, 0);
      HeldBatches counted = new HeldBatches(batches);
      LocalRound round =
          new LocalRound(
              graph,
              source.statistics(graph),
              RoundRules.of(config),
              counted.step(ComputationGraph::fit));
      TrainingState start = TrainingState.of(graph, Position.START);
      Share share = share(shards);
      WorkerTimes unused = times(round.run(() -> start, share, counted, () -> false));
      List<WorkerTimes> alone = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        alone.add(times(round.run(() -> start, share, counted, () -> false)));
      }
      WorkerTimes crew = crew(round, start, share, counted);
      console.line(
          "wait preset=%s format=%s jobs=%.2f%% crew=%.2f%% step-ms=%.1f read-ms=%.1f held-mib=%.1f",
          config.model().preset(),
          format,
          100 * Blocks.median(alone.stream().map(DataWait::waiting).toList()),
          100 * waiting(crew),
          crew.computeNanos() / 1e6 / rounds / share.steps().size(),
          1e3 * reading(share, batches),
          counted.mostBytes() / (double) (1 << 20));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      graph.close();
    }
  }

  private WorkerTimes crew(
      LocalRound round, TrainingState start, Share share, HeldBatches batches) {
    WorkerTimes all = WorkerTimes.ZERO;
    try (ReadAhead<MultiDataSet> ahead = round.ahead(Collections.nCopies(rounds, share), batches)) {
      for (int i = 0; i < rounds; i++) {
        all = all.plus(times(round.run(() -> start, share, batches, ahead, () -> false)));
      }
    }
    return all;
  }

  private static WorkerTimes times(WorkerResult result) {
    WorkerReport report = result.report();
    report
        .problem()
        .ifPresent(
            failure -> {
              throw new DataException("A round failed: " + failure.message());
            });
    return report.times();
  }

  private Share share(ShardSet shards) {
    List<String> ids = new ArrayList<>(new TreeMap<>(shards.manifest().byId()).keySet());
    int batch = config.train().batch();
    int steps = config.train().averagingFrequency();
    if (ids.size() < batch * steps) {
      throw new DataException(
          "The shard set has %d clips, and a round of %d steps on %d takes more: give more --clips"
              .formatted(ids.size(), steps, batch));
    }
    TrainingPlan training =
        TrainingPlan.of(
            config,
            byId(shards, ClipRecord::label),
            byId(shards, clip -> clip.placement().shard()));
    EpochPlan plan = training.epoch(0, ids);
    return plan.round(0, steps, 0).shares().get(0);
  }

  private static Map<String, Integer> byId(ShardSet shards, ToIntFunction<ClipRecord> property) {
    return shards.manifest().clips().stream()
        .collect(Collectors.toMap(ClipRecord::id, property::applyAsInt));
  }

  /** Seconds of reading a batch on all cores while nothing else is done. */
  private static double reading(Share share, ShardBatches batches) {
    long start = System.nanoTime();
    share.steps().forEach(step -> OffHeap.free(batches.load(step.references())));
    return (System.nanoTime() - start) / 1e9 / share.steps().size();
  }

  private static double waiting(WorkerTimes times) {
    return (double) times.dataNanos() / (times.dataNanos() + times.computeNanos());
  }
}
