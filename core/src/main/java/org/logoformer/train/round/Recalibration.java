package org.logoformer.train.round;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.random.Keyed;
import org.logoformer.train.source.Batches;
import org.logoformer.train.source.OffHeap;
import org.logoformer.train.state.Contribution;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.StatisticRange;
import org.logoformer.train.state.Statistics;
import org.logoformer.train.state.TrainingState;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Running BatchNorm statistics, estimated again at fixed parameters. After averaging, the
 * statistics that workers kept belong to other parameters than the mean; training does not use
 * them, testing does.
 */
public final class Recalibration {
  /** What a training pass gives the batch: running = 0.9 running + 0.1 batch. */
  private static final double MOMENTUM = 0.1;

  private Recalibration() {}

  /**
   * The clips to re-estimate on, {@code train.bn-recalibrate} of them: a keyed sample that is the
   * same after every epoch.
   *
   * @param ids of all training clips, in the order of the set
   */
  public static List<String> sample(LogoConfig config, List<String> ids) {
    return Arrays.stream(Keyed.of(config.run().seed(), "bn-recalibrate").permutation(ids.size()))
        .limit(config.train().bnRecalibrate())
        .mapToObj(ids::get)
        .toList();
  }

  /** Clips of a mini-batch of it: as many as a worker trains on. */
  public static int batch(TrainConfig train) {
    return (train.batch() + train.workers() - 1) / train.workers();
  }

  /** A sample cut into mini-batches. */
  public static List<List<String>> parts(List<String> sample, int batch) {
    List<List<String>> parts = new ArrayList<>();
    for (int from = 0; from < sample.size(); from += batch) {
      parts.add(sample.subList(from, Math.min(sample.size(), from + batch)));
    }
    return parts;
  }

  /**
   * The statistics of some mini-batches together, at the parameters of {@code state}.
   *
   * @param graph belongs to the calling thread; left in any state
   * @param parts references of each mini-batch, at least one
   * @param cancelled asked between mini-batches
   * @return laid out as {@link Statistics#gather} does
   * @throws CancellationException if {@code cancelled} said so
   */
  public static FlatVector statistics(
      SamGraph graph,
      List<StatisticRange> ranges,
      TrainingState state,
      Batches batches,
      List<List<String>> parts,
      BooleanSupplier cancelled) {
    Statistics statistics = new Statistics(ranges);
    FlatVector running = statistics.gather(state.parameters());
    FlatVector zeros = FlatVector.fill(running.type(), new double[running.length()]);
    FlatVector cleared = statistics.scatter(state.parameters(), zeros);
    state.applyTo(graph);
    List<Contribution> contributions = new ArrayList<>();
    for (List<String> part : parts) {
      if (cancelled.getAsBoolean()) {
        throw new CancellationException(
            "Recalibration cancelled after %d of %d mini-batches"
                .formatted(contributions.size(), parts.size()));
      }
      cleared.copyTo(graph.params());
      MultiDataSet batch = batches.load(part);
      try {
        graph.moveStatistics(batch.getFeatures(0));
      } finally {
        OffHeap.free(batch);
      }
      double[] moved = statistics.gather(FlatVector.copyOf(graph.params())).toDoubles();
      for (int i = 0; i < moved.length; i++) {
        moved[i] /= MOMENTUM;
      }
      contributions.add(new Contribution(part.size(), FlatVector.fill(running.type(), moved)));
    }
    return Statistics.pool(contributions);
  }

  /** {@code state} with other statistics. */
  public static TrainingState apply(
      TrainingState state, List<StatisticRange> ranges, FlatVector statistics) {
    return state.with(new Statistics(ranges).scatter(state.parameters(), statistics));
  }
}
