package org.logoformer.train.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.logoformer.Evidence;
import org.logoformer.checkpoint.Checkpoint;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.config.TrainConfig.Outer;
import org.logoformer.config.TrainConfig.OuterKind;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.nn.Layout;
import org.logoformer.nn.Parameter;
import org.logoformer.random.Keyed;
import org.logoformer.train.metrics.EpochMeter;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.plan.Round;
import org.logoformer.train.resume.Checkpoints;
import org.logoformer.train.resume.Progress;
import org.logoformer.train.source.Batches;
import org.logoformer.train.source.GraphSource;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.StatisticRange;
import org.logoformer.train.state.TrainingState;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The centers of center loss under averaging, in checkpoints and in recalibration. */
class CentersTest {
  private static final LogoConfig CONFIG =
      LogoConfig.of(
          "model.preset=tiny",
          "model.backbone.width=2",
          "model.frames=2",
          "model.size=32",
          "model.dim=8",
          "model.depth=1",
          "model.heads=2",
          "model.window=[1,2,1]",
          "train.kernels=nd4j",
          "loss.center.weight=0.5");
  private static final List<String> CLIPS =
      IntStream.range(0, 6).mapToObj(i -> "clip-" + i).toList();
  private static final RoundRules RULES = new RoundRules(1, Momentum.AVERAGE, 0);

  private final GraphSource source = GraphSource.of(CONFIG);
  private final ComputationGraph graph = source.build();
  private final List<StatisticRange> ranges = source.statistics(graph);
  private final Layout layout = NetworkGraph.layout(graph);
  private final Parameter centers = layout.parameter("loss.centers");
  private final TrainingState start = TrainingState.of(graph, Position.START);

  @AfterEach
  void close() throws Exception {
    ((SamGraph) graph).close();
  }

  @Test
  void theyAreTheMeanOfTheWorkersWeightedByClips() {
    requireMean(Averaging.PLAIN);
  }

  @Test
  void theOuterOptimiserLeavesThemAlone() {
    TrainingState next = requireMean(new Outer(OuterKind.NESTEROV, 0.7, 0.9));
    assertThat(of(next.outer()).toDoubles()).containsOnly(0);
    assertThat(next.outer().at(0)).isNotZero();
  }

  /** Of batches of 5 clips: 3 for one worker, 2 for the other. */
  private TrainingState requireMean(Outer outer) {
    Round plan = EpochPlan.of(1, 0, CLIPS.subList(0, 5), 5, 2).round(0, 1, 0);
    LocalRound round = new LocalRound(graph, ranges, RULES);
    List<double[]> each =
        plan.shares().stream()
            .map(s -> round.run(() -> start, s, new Noise(), () -> false))
            .map(r -> of(r.state()).toDoubles())
            .toList();
    assertThat(each.get(0)).isNotEqualTo(each.get(1));
    TrainingState next =
        new LocalRounds(round, new Averaging(ranges, outer), new Noise()).run(plan, start).state();
    double[] together = of(next.parameters()).toDoubles();
    for (int i = 0; i < together.length; i++) {
      assertThat(together[i])
          .isCloseTo((3 * each.get(0)[i] + 2 * each.get(1)[i]) / 5, within(1e-7));
    }
    return next;
  }

  @Test
  void aTrainingResumedFromACheckpointHasTheirBits() {
    LocalRounds rounds = new LocalRounds(graph, ranges, RULES, new Noise());
    EpochPlan plan = EpochPlan.of(1, 0, CLIPS, 3, 2);
    TrainingState middle = rounds.run(plan.round(0, 1, 0), start).state();
    TrainingState end = rounds.run(plan.round(1, 1, 1), middle).state();
    Checkpoints checkpoints = new Checkpoints(layout);
    Checkpoint stored =
        checkpoints.write(
            new Progress(middle, EpochMeter.Sums.ZERO, Map.of(), CONFIG.render()),
            OptionalDouble.empty());
    assertThat(stored.params().get("loss.centers").shape()).containsExactly(7, 8);
    assertThat(stored.momentum()).doesNotContainKey("loss.centers");
    TrainingState resumed = checkpoints.read(stored).state();
    TrainingState again = rounds.run(plan.round(1, 1, 1), resumed).state();
    new Evidence(
            10,
            "two rounds of two workers with center loss",
            "resumed from the checkpoint between them",
            Evidence.hash(end.parameters(), end.updater()),
            Evidence.hash(again.parameters(), again.updater()))
        .requireEqual();
  }

  @Test
  void recalibrationDoesNotMoveThem() {
    TrainingState trained =
        new LocalRounds(graph, ranges, RULES, new Noise())
            .run(EpochPlan.of(1, 0, CLIPS, 6, 1).round(0, 1, 0), start)
            .state();
    FlatVector statistics =
        Recalibration.statistics(
            (SamGraph) graph, ranges, trained, new Noise(), List.of(CLIPS), () -> false);
    TrainingState made = Recalibration.apply(trained, ranges, statistics);
    assertThat(of(made.parameters())).isEqualTo(of(trained.parameters()));
    assertThat(of(FlatVector.copyOf(graph.params()))).isEqualTo(of(trained.parameters()));
  }

  private FlatVector of(FlatVector parameters) {
    int first = Math.toIntExact(centers.offset());
    return parameters.slice(first, first + Math.toIntExact(centers.length()));
  }

  /** Clips of noise that depends on the reference alone. */
  private static final class Noise implements Batches {
    @Override
    public MultiDataSet load(List<String> references) {
      int length = 2 * 32 * 32 * 3;
      float[] pixels = new float[references.size() * length];
      var labels = Nd4j.zeros(DataType.FLOAT, references.size(), 7);
      for (int i = 0; i < references.size(); i++) {
        Keyed keyed = Keyed.of(2, references.get(i));
        labels.putScalar(i, keyed.nextInt(7), 1);
        for (int j = 0; j < length; j++) {
          pixels[i * length + j] = (float) keyed.nextDouble();
        }
      }
      return new MultiDataSet(
          Nd4j.createFromArray(pixels).reshape(references.size(), 2, 32, 32, 3), labels);
    }

    @Override
    public String origin(List<String> references) {
      return "noise";
    }
  }
}
