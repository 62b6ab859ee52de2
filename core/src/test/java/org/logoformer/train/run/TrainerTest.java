package org.logoformer.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.Evidence;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.config.TrainConfig.Outer;
import org.logoformer.config.TrainConfig.OuterKind;
import org.logoformer.error.DataException;
import org.logoformer.error.DivergedException;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.plan.Shuffle;
import org.logoformer.train.plan.Step;
import org.logoformer.train.plan.TrainingPlan;
import org.logoformer.train.round.Averaging;
import org.logoformer.train.round.LocalRound;
import org.logoformer.train.round.LocalRounds;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.round.RoundRules;
import org.logoformer.train.round.Rounds;
import org.logoformer.train.round.TinyNetwork;
import org.logoformer.train.source.Batches;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.TrainingState;
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
    Map<String, Integer> shards = new HashMap<>();
    CLIPS.forEach(clip -> shards.put(clip, shards.size() / 5));
    for (Shuffle shuffle : List.of(Shuffle.GLOBAL, new Shuffle(shards, 2))) {
      goesOnFromTheMiddle(new TrainingPlan(5, 4, 2, 1, 0, Map.of(), shuffle));
    }
  }

  private static void goesOnFromTheMiddle(TrainingPlan plan) {
    List<TrainingState> states = new ArrayList<>();
    TrainingListener keep = keeping(states);
    TrainingState end = trainer(plan, Momentum.AVERAGE, keep).run(start(), CLIPS, 2);
    TrainingState middle = states.get(8);
    assertThat(middle.position()).isEqualTo(new Position(1, 3, 9, 9));
    assertThat(trainer(plan, Momentum.AVERAGE, keep).run(middle, CLIPS, 2)).isEqualTo(end);
  }

  @Test
  void theOuterOptimiserGoesOnFromTheMiddleToTheSameBits() {
    TrainingPlan plan = new TrainingPlan(5, 4, 2, 2);
    List<TrainingState> states = new ArrayList<>();
    TrainingState end = outer(plan, 0.7, 0.9, states).run(start(), CLIPS, 2);
    assertThat(end.outer().length()).isEqualTo(end.parameters().length());
    assertThat(outer(plan, 0.7, 0.9, new ArrayList<>()).run(states.get(3), CLIPS, 2))
        .isEqualTo(end);
    assertThat(outer(plan, 0.7, 0.0, new ArrayList<>()).run(start(), CLIPS, 2).parameters())
        .isNotEqualTo(end.parameters());
  }

  @Test
  void anOuterRateOfOneWithoutMomentumIsPlainAveraging() {
    TrainingPlan plan = new TrainingPlan(5, 4, 3, 2);
    TrainingState plain = trainer(plan, Momentum.AVERAGE).run(start(), CLIPS, 2);
    TrainingState outer = outer(plan, 1, 0, new ArrayList<>()).run(start(), CLIPS, 2);
    assertThat(outer.parameters()).isEqualTo(plain.parameters());
    assertThat(outer.updater()).isEqualTo(plain.updater());
  }

  @Test
  void postLocalTrainingAveragesAfterEveryStepFirst() {
    List<TrainingState> states = new ArrayList<>();
    trainer(new TrainingPlan(5, 4, 2, 3, 1), Momentum.AVERAGE, keeping(states))
        .run(start(), CLIPS, 2);
    assertThat(states)
        .extracting(s -> s.position().step())
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 9L, 12L);
  }

  @Test
  void trainingGoesOnWithMoreWorkersOverTheClipsThatAreLeft() {
    TrainingState alone = sgd(1, new ArrayList<>()).run(start(new Sgd(0.1)), CLIPS, 1);
    List<TrainingState> states = new ArrayList<>();
    sgd(2, new ArrayList<>(), keeping(states)).run(start(new Sgd(0.1)), CLIPS, 1);
    List<String> seen = new ArrayList<>();
    TrainingState switched = sgd(3, seen).run(states.get(1), CLIPS, 1);

    EpochPlan plan = EpochPlan.of(5, 0, CLIPS, 4, 1);
    List<String> left = new ArrayList<>();
    for (int r = 2; r < plan.rounds(1); r++) {
      left.addAll(plan.round(r, 1, 0).shares().get(0).steps().get(0).references());
    }
    assertThat(seen).isEqualTo(left);
    // Averaged after every step, plain SGD does not depend on the number of workers at all.
    double[] expected = alone.parameters().toDoubles();
    double[] actual = switched.parameters().toDoubles();
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isEqualTo(expected[i], within(1e-6));
    }
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

  private static Trainer outer(
      TrainingPlan plan, double lr, double momentum, List<TrainingState> states) {
    ComputationGraph graph = TinyNetwork.build(new Nesterovs(0.1, 0.9), DataType.FLOAT);
    Rounds rounds =
        new LocalRounds(
            new LocalRound(graph, List.of(), rules(Momentum.AVERAGE)),
            new Averaging(List.of(), new Outer(OuterKind.NESTEROV, lr, momentum)),
            TinyNetwork.batches(DataType.FLOAT));
    return new Trainer(plan, rounds, List.of(keeping(states)));
  }

  /** Plain SGD, averaged after every step; adds the references it loads to {@code seen}. */
  private static Trainer sgd(int workers, List<String> seen, TrainingListener... listeners) {
    Batches batches = TinyNetwork.batches(DataType.FLOAT);
    Batches recording =
        new Batches() {
          @Override
          public MultiDataSet load(List<String> references) {
            seen.addAll(references);
            return batches.load(references);
          }

          @Override
          public String origin(List<String> references) {
            return batches.origin(references);
          }
        };
    ComputationGraph graph = TinyNetwork.build(new Sgd(0.1), DataType.FLOAT);
    Rounds rounds = new LocalRounds(graph, List.of(), rules(Momentum.AVERAGE), recording);
    return new Trainer(new TrainingPlan(5, 4, workers, 1), rounds, List.of(listeners));
  }

  private static TrainingListener keeping(List<TrainingState> states) {
    return new TrainingListener() {
      @Override
      public void roundDone(EpochPlan epoch, RoundResult result) {
        states.add(result.state());
      }
    };
  }

  private static TrainingState start() {
    return start(new Nesterovs(0.1, 0.9));
  }

  private static TrainingState start(IUpdater updater) {
    return TrainingState.of(TinyNetwork.build(updater, DataType.FLOAT), Position.START);
  }

  private static RoundRules rules(Momentum momentum) {
    return new RoundRules(5, momentum, 2);
  }
}
