package org.logoformer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.Evidence;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.error.DataException;
import org.logoformer.error.DivergedException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

class TrainerTest {
  private static final List<String> CLIPS =
      IntStream.range(0, 22).mapToObj(i -> "clip-" + i).toList();

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100})
  void oneWorkerEqualsFittingTheBatchesInOrderToTheLastBit(int stepsPerRound) {
    ComputationGraph expected = TinyNetwork.build(new Adam(0.01), DataType.FLOAT);
    Batches batches = TinyNetwork.batches(DataType.FLOAT);
    for (int epoch = 0; epoch < 2; epoch++) {
      EpochPlan plan = EpochPlan.of(5, epoch, CLIPS, 4, 1);
      for (int r = 0; r < plan.rounds(1); r++) {
        Step step = plan.round(r, 1, 0).shares().get(0).steps().get(0);
        expected.fit(batches.load(step.references()));
      }
      expected.incrementEpochCount();
    }
    TrainingState trained = train(new Adam(0.01), 1, stepsPerRound, Momentum.AVERAGE, 2);
    assertThat(trained.position().step()).isEqualTo(12);
    new Evidence(
            4,
            "one worker, H = " + stepsPerRound,
            "the single-machine trainer instead of fit",
            Evidence.hash(
                FlatVector.copyOf(expected.params()),
                FlatVector.copyOf(expected.getUpdater().getStateViewArray())),
            Evidence.hash(trained.parameters(), trained.updater()))
        .requireEqual();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void plainSgdAveragedAfterEachStepIsOneStepOnTheJointBatch(int workers) {
    // 22 clips in batches of 4: shares are unequal with 3 workers, and in the last batch with 4.
    TrainingState joint = train(new Sgd(0.1), 1, 1, Momentum.AVERAGE, 2);
    TrainingState averaged = train(new Sgd(0.1), workers, 1, Momentum.AVERAGE, 2);
    double[] expected = joint.parameters().toDoubles();
    double[] actual = averaged.parameters().toDoubles();
    double most = 0;
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isEqualTo(expected[i], within(1e-6));
      most = Math.max(most, Math.abs(actual[i] - expected[i]));
    }
    new Evidence(
            4,
            workers + " workers, H = 1, plain SGD",
            "12 steps on batches of 4 (last 2), divided %s"
                .formatted(workers == 2 ? "equally" : "unequally and weighted by examples"),
            "one step each on the joint batch",
            "the same within %.1e".formatted(most))
        .held();
  }

  @Test
  void theSameSeedTwiceGivesTheSameBits() {
    assertThat(train(new Nesterovs(0.1, 0.9), 3, 2, Momentum.AVERAGE, 2))
        .isEqualTo(train(new Nesterovs(0.1, 0.9), 3, 2, Momentum.AVERAGE, 2));
  }

  @Test
  void resetMomentumStartsEachRoundFromZero() {
    TrainingState reset = train(new Nesterovs(0.1, 0.9), 2, 2, Momentum.RESET, 1);
    TrainingState averaged = train(new Nesterovs(0.1, 0.9), 2, 2, Momentum.AVERAGE, 1);
    assertThat(reset.parameters()).isNotEqualTo(averaged.parameters());
    assertThat(reset.updater().toDoubles()).containsOnly(0);
  }

  @Test
  void goingOnFromTheMiddleOfAnEpochGivesTheSameBits() {
    TrainingPlan plan = new TrainingPlan(5, 4, 2, 1);
    List<TrainingState> states = new ArrayList<>();
    TrainingListener keep =
        new TrainingListener() {
          @Override
          public void roundDone(EpochPlan epoch, RoundResult result) {
            states.add(result.state());
          }
        };
    TrainingState end = trainer(plan, Momentum.AVERAGE, keep).run(start(), CLIPS, 2);
    TrainingState middle = states.get(8);
    assertThat(middle.position()).isEqualTo(new Position(1, 3, 9, 9));
    assertThat(trainer(plan, Momentum.AVERAGE, keep).run(middle, CLIPS, 2)).isEqualTo(end);
  }

  @Test
  void aWorkerThatDivergesStopsTrainingAndIsNamed() {
    TrainingState start = start();
    double[] poisoned = start.parameters().toDoubles();
    poisoned[0] = Double.NaN;
    TrainingState nan =
        new TrainingState(
            FlatVector.fill(DataType.FLOAT, poisoned), start.updater(), Position.START);
    assertThatThrownBy(
            () -> trainer(new TrainingPlan(5, 4, 2, 1), Momentum.AVERAGE).run(nan, CLIPS, 1))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("Worker 0")
        .hasMessageContaining("step 0")
        .hasMessageContaining("memory");
  }

  @Test
  void brokenDataStopsTrainingAndIsNamed() {
    Batches broken =
        new Batches() {
          @Override
          public MultiDataSet load(List<String> references) {
            throw new DataException("Shard part-00001 has a wrong CRC");
          }

          @Override
          public String origin(List<String> references) {
            return "part-00001";
          }
        };
    ComputationGraph graph = TinyNetwork.build(new Nesterovs(0.1, 0.9), DataType.FLOAT);
    Rounds rounds = new LocalRounds(graph, List.of(), rules(Momentum.AVERAGE), broken);
    assertThatThrownBy(
            () ->
                new Trainer(new TrainingPlan(5, 4, 1, 1), rounds, List.of()).run(start(), CLIPS, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("part-00001")
        .hasMessageContaining("wrong CRC");
  }

  private static TrainingState train(
      IUpdater updater, int workers, int stepsPerRound, Momentum momentum, int epochs) {
    ComputationGraph graph = TinyNetwork.build(updater, DataType.FLOAT);
    Rounds rounds =
        new LocalRounds(graph, List.of(), rules(momentum), TinyNetwork.batches(DataType.FLOAT));
    TrainingState start = TrainingState.of(graph, Position.START);
    return new Trainer(new TrainingPlan(5, 4, workers, stepsPerRound), rounds, List.of())
        .run(start, CLIPS, epochs);
  }

  private static Trainer trainer(
      TrainingPlan plan, Momentum momentum, TrainingListener... listeners) {
    ComputationGraph graph = TinyNetwork.build(new Nesterovs(0.1, 0.9), DataType.FLOAT);
    Rounds rounds =
        new LocalRounds(graph, List.of(), rules(momentum), TinyNetwork.batches(DataType.FLOAT));
    return new Trainer(plan, rounds, List.of(listeners));
  }

  private static TrainingState start() {
    return TrainingState.of(
        TinyNetwork.build(new Nesterovs(0.1, 0.9), DataType.FLOAT), Position.START);
  }

  private static RoundRules rules(Momentum momentum) {
    return new RoundRules(5, momentum, 2);
  }
}
