package org.logoformer.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.dl4j.LogoNetwork;
import org.logoformer.random.Keyed;
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
    LogoSource source = LogoSource.of(CONFIG);
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
    LogoSource source = LogoSource.of(CONFIG);
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
  void theProbeIsAFunctionOfTheMachine() {
    LogoSource source = LogoSource.of(CONFIG);
    ComputationGraph graph = source.build();
    assertThat(source.probe(graph)).isEqualTo(source.probe(source.build()));
    assertThat(LogoNetwork.config(graph)).isEqualTo(CONFIG);
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
