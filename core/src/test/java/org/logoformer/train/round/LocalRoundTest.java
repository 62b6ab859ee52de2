package org.logoformer.train.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.train.plan.Position;
import org.logoformer.train.plan.Share;
import org.logoformer.train.plan.Step;
import org.logoformer.train.source.Batches;
import org.logoformer.train.state.TrainingState;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** A round that ends early leaves nothing off the heap. */
class LocalRoundTest {
  private static final Share SHARE =
      new Share(
          0,
          0,
          List.of(
              new Step(0, List.of("a", "b")),
              new Step(1, List.of("c")),
              new Step(2, List.of("d", "e")),
              new Step(3, List.of("f"))));

  private final List<MultiDataSet> loaded = new CopyOnWriteArrayList<>();
  private final ComputationGraph graph = TinyNetwork.build(new Sgd(0.1), DataType.DOUBLE);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void cancelledBetweenSteps(int prefetch) throws Exception {
    AtomicInteger looks = new AtomicInteger();
    LocalRound round = new LocalRound(graph, List.of(), rules(prefetch));
    assertThatThrownBy(() -> run(round, () -> looks.getAndIncrement() == 1))
        .isInstanceOf(CancellationException.class);
    assertAllFreed();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void inAStepThatFails(int prefetch) throws Exception {
    Fit broken =
        (graph, batch) -> {
          throw new IllegalStateException("no such kernel");
        };
    LocalRound round = new LocalRound(graph, List.of(), rules(prefetch), broken);
    assertThatThrownBy(() -> run(round, () -> false)).hasMessageContaining("no such kernel");
    assertAllFreed();
  }

  @Test
  void diverged() throws Exception {
    Fit diverging =
        (graph, batch) -> {
          graph.fit(batch);
          graph.setScore(Double.NaN);
        };
    LocalRound round = new LocalRound(graph, List.of(), rules(2), diverging);
    assertThat(run(round, () -> false).report().problem()).isPresent();
    assertAllFreed();
  }

  private WorkerResult run(LocalRound round, BooleanSupplier cancelled) {
    Batches batches = TinyNetwork.batches(DataType.DOUBLE);
    Batches watched =
        new Batches() {
          @Override
          public MultiDataSet load(List<String> references) {
            MultiDataSet batch = batches.load(references);
            loaded.add(batch);
            return batch;
          }

          @Override
          public String origin(List<String> references) {
            return batches.origin(references);
          }
        };
    return round.run(() -> TrainingState.of(graph, Position.START), SHARE, watched, cancelled);
  }

  private static RoundRules rules(int prefetch) {
    return new RoundRules(1, Momentum.AVERAGE, prefetch);
  }

  /** The reader frees what it has read when it gets there. */
  private void assertAllFreed() throws InterruptedException {
    assertThat(loaded).isNotEmpty();
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!loaded.stream().allMatch(LocalRoundTest::isFreed) && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    assertThat(loaded).allMatch(LocalRoundTest::isFreed);
  }

  private static boolean isFreed(MultiDataSet batch) {
    return batch.getFeatures(0).wasClosed() && batch.getLabels(0).wasClosed();
  }
}
