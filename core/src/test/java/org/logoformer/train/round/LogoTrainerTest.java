package org.logoformer.train.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.profile.Pass;
import org.logoformer.random.Keyed;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.plan.Round;
import org.logoformer.train.plan.Share;
import org.logoformer.train.plan.Step;
import org.logoformer.train.source.Batches;
import org.logoformer.train.source.GraphSource;
import org.logoformer.train.state.Contribution;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.StatisticRange;
import org.logoformer.train.state.Statistics;
import org.logoformer.train.state.TrainingState;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class LogoTrainerTest {
  private static final LogoConfig CONFIG =
      LogoConfig.of("model.preset=tiny", "train.precision=f64", "train.kernels=nd4j");
  private static final List<String> CLIPS =
      IntStream.range(0, 4).mapToObj(i -> "clip-" + i).toList();

  @Test
  void runningVariancesArePooledWithTheSpreadBetweenWorkers() {
    GraphSource source = GraphSource.of(CONFIG);
    ComputationGraph graph = source.build();
    List<StatisticRange> ranges = source.statistics(graph);
    assertThat(ranges).isNotEmpty();
    RoundRules rules = new RoundRules(1, Momentum.AVERAGE, 0);
    TrainingState start = TrainingState.of(graph, Position.START);
    Round plan = EpochPlan.of(1, 0, CLIPS, 4, 2).round(0, 1, 0);
    LocalRound round = new LocalRound(graph, ranges, rules);
    List<FlatVector> each =
        plan.shares().stream()
            .map(s -> round.run(() -> start, s, new Noise(), () -> false).statistics())
            .toList();
    TrainingState next =
        new LocalRounds(graph, ranges, rules, new Noise()).run(plan, start).state();
    FlatVector pooled = new Statistics(ranges).gather(next.parameters());
    int channels = pooled.length() / 2;
    for (int c = 0; c < channels; c++) {
      double m0 = each.get(0).at(c);
      double m1 = each.get(1).at(c);
      double squares =
          (each.get(0).at(channels + c) + m0 * m0 + each.get(1).at(channels + c) + m1 * m1) / 2;
      double mean = (m0 + m1) / 2;
      assertThat(pooled.at(c)).isCloseTo(mean, org.assertj.core.data.Offset.offset(1e-12));
      assertThat(pooled.at(channels + c))
          .isCloseTo(squares - mean * mean, org.assertj.core.data.Offset.offset(1e-9));
    }
  }

  @Test
  void whatTheNetworkHeldBeforeARoundDoesNotMatter() {
    GraphSource source = GraphSource.of(CONFIG);
    ComputationGraph graph = source.build();
    TrainingState start = TrainingState.of(graph, Position.START);
    LocalRounds rounds =
        new LocalRounds(
            graph, source.statistics(graph), new RoundRules(1, Momentum.AVERAGE, 1), new Noise());
    Round plan = EpochPlan.of(1, 0, CLIPS, 2, 1).round(0, 2, 0);
    TrainingState once = rounds.run(plan, start).state();
    source.probe(graph);
    assertThat(rounds.run(plan, start).state()).isEqualTo(once);
  }

  @Test
  void workersDrawMasksOfTheirOwnOnEqualClips() {
    GraphSource source =
        GraphSource.of(
            LogoConfig.of(
                "model.preset=tiny",
                "train.precision=f64",
                "train.kernels=nd4j",
                "model.dropout.mlp=0.3",
                "model.stochastic-depth=0.3"));
    ComputationGraph graph = source.build();
    TrainingState start = TrainingState.of(graph, Position.START);
    LocalRound round =
        new LocalRound(graph, source.statistics(graph), new RoundRules(1, Momentum.AVERAGE, 0));
    List<FlatVector> ends =
        Stream.of(0, 1, 0)
            .map(worker -> new Share(worker, 0, List.of(new Step(4, CLIPS))))
            .map(share -> round.run(() -> start, share, new Noise(), () -> false).state())
            .toList();
    assertThat(ends.get(1)).isNotEqualTo(ends.get(0));
    assertThat(ends.get(2)).isEqualTo(ends.get(0));
  }

  @Test
  void recalibrationGivesTheStatisticsOfTrainingStepsByForwardPassesAlone() {
    GraphSource source = GraphSource.of(CONFIG);
    SamGraph graph = (SamGraph) source.build();
    List<StatisticRange> ranges = source.statistics(graph);
    TrainingState state = TrainingState.of(graph, Position.START);
    List<List<String>> parts = Recalibration.parts(CLIPS, 3);
    FlatVector expected = ofSteps(graph, ranges, state, parts);
    Set<Pass> passes = EnumSet.noneOf(Pass.class);
    graph.profiler(
        (section, pass, work) -> {
          passes.add(pass);
          work.run();
        });
    assertThat(Recalibration.statistics(graph, ranges, state, new Noise(), parts, () -> false))
        .isEqualTo(expected);
    assertThat(passes).containsExactly(Pass.FORWARD);
    assertThat(new Statistics(ranges).scatter(state.parameters(), zeros(expected)))
        .as("nothing but statistics moved")
        .isEqualTo(
            new Statistics(ranges).scatter(FlatVector.copyOf(graph.params()), zeros(expected)));
  }

  /** Pooled from what the gradient of SAM leaves of statistics that start at zero. */
  private static FlatVector ofSteps(
      SamGraph graph, List<StatisticRange> ranges, TrainingState state, List<List<String>> parts) {
    Statistics statistics = new Statistics(ranges);
    FlatVector cleared =
        statistics.scatter(state.parameters(), zeros(statistics.gather(state.parameters())));
    List<Contribution> contributions = new ArrayList<>();
    for (List<String> part : parts) {
      cleared.copyTo(graph.params());
      MultiDataSet batch = new Noise().load(part);
      graph.setInputs(batch.getFeatures());
      graph.setLabels(batch.getLabels());
      graph.computeGradientAndScore();
      double[] moved = statistics.gather(FlatVector.copyOf(graph.params())).toDoubles();
      double[] whole = Arrays.stream(moved).map(m -> m / 0.1).toArray();
      contributions.add(new Contribution(part.size(), FlatVector.of(whole)));
    }
    return Statistics.pool(contributions);
  }

  private static FlatVector zeros(FlatVector like) {
    return FlatVector.of(new double[like.length()]);
  }

  @Test
  void aCancelledRecalibrationHasNoStatistics() {
    GraphSource source = GraphSource.of(CONFIG);
    SamGraph graph = (SamGraph) source.build();
    TrainingState state = TrainingState.of(graph, Position.START);
    assertThatThrownBy(
            () ->
                Recalibration.statistics(
                    graph,
                    source.statistics(graph),
                    state,
                    new Noise(),
                    List.of(CLIPS),
                    () -> true))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("after 0 of 1 mini-batches");
  }

  @Test
  void theProbeIsAFunctionOfTheMachine() {
    GraphSource source = GraphSource.of(CONFIG);
    ComputationGraph graph = source.build();
    assertThat(source.probe(graph)).isEqualTo(source.probe(source.build()));
    assertThat(NetworkGraph.config(graph)).isEqualTo(CONFIG);
  }

  /** Clips of noise that depends on the reference alone. */
  private static final class Noise implements Batches {
    @Override
    public MultiDataSet load(List<String> references) {
      int length = 4 * 64 * 64 * 3;
      double[] pixels = new double[references.size() * length];
      INDArray labels = Nd4j.zeros(DataType.DOUBLE, references.size(), 7);
      for (int i = 0; i < references.size(); i++) {
        Keyed keyed = Keyed.of(2, references.get(i));
        labels.putScalar(i, keyed.nextInt(7), 1);
        double brightness = keyed.nextDouble();
        for (int j = 0; j < length; j++) {
          pixels[i * length + j] = brightness * keyed.nextDouble();
        }
      }
      return new MultiDataSet(
          Nd4j.createFromArray(pixels).reshape(references.size(), 4, 64, 64, 3), labels);
    }

    @Override
    public String origin(List<String> references) {
      return "noise";
    }
  }
}
