package org.logoformer.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.Evidence;
import org.logoformer.tensor.VectorOps;
import org.logoformer.tensor.nd4j.NdArrays;
import org.logoformer.tensor.nd4j.NdVectors;
import org.logoformer.train.state.FlatVector;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What a step does to parameters, statistics, updater state and listeners. */
class SamGraphTest {
  private static final String SAM = "optimiser.sam.rho=0.05";
  private static final String SGD = "optimiser.sam.rho=0";
  private static final VectorOps OPS = new NdVectors();

  private static double norm(INDArray a) {
    return Math.sqrt(dot(a, a));
  }

  private static double dot(INDArray a, INDArray b) {
    return OPS.dot(NdArrays.tensor(a.reshape(a.length())), NdArrays.tensor(b.reshape(b.length())));
  }

  @Test
  void parametersAreRestoredBitForBitAfterTheSecondPass() {
    try (SamGraph graph = Smallest.graph(SAM)) {
      INDArray before = graph.trained(graph.params()).dup();
      Smallest.gradient(graph, Smallest.batch(0, 2));
      new Evidence(
              10,
              "w after a step's gradient",
              "the second pass moves w by rho = 0.05",
              hash(before),
              hash(graph.trained(graph.params())))
          .requireEqual();
    }
  }

  @Test
  void theCompactTermWarmsUpWithTheEpochsOfTheGraph() {
    double plain = lossOfFirstStep(0, "loss.compact.weight=0");
    double whole = lossOfFirstStep(0, "loss.compact.weight=1");
    String[] warming = {
      "loss.compact.weight=1", "loss.compact.start-epoch=1", "loss.compact.warmup-epochs=1"
    };
    assertThat(lossOfFirstStep(0, warming)).isEqualTo(plain);
    assertThat(lossOfFirstStep(1, warming)).isCloseTo((plain + whole) / 2, within(1e-12));
    assertThat(lossOfFirstStep(2, warming)).isEqualTo(whole);
  }

  private static double lossOfFirstStep(int epoch, String... settings) {
    try (SamGraph graph = Smallest.graph(settings)) {
      graph.getConfiguration().setEpochCount(epoch);
      graph.fit(Smallest.batch(0, 2));
      return graph.score();
    }
  }

  @Test
  void parametersAreRestoredBitForBitWhenTheSecondPassThrows() {
    try (SamGraph graph = Smallest.graph(SGD)) {
      DataSet batch = Smallest.batch(0, 2);
      Smallest.gradient(graph, batch);
      INDArray before = graph.params().dup();
      // Labels of another shape make the loss throw, in the middle of a real pass.
      graph.setLabels(batch.getLabels().reshape(1, 14));
      TrainedVectors vectors = new TrainedVectors(graph);
      assertThatThrownBy(() -> vectors.gradientAt(w -> NdArrays.of(w).addi(0.25)))
          .isInstanceOf(Exception.class);
      new Evidence(
              10,
              "w after a second pass that throws",
              "labels of a wrong shape make the loss throw at w + 0.25",
              hash(before),
              hash(graph.params()))
          .requireEqual();
    }
  }

  @Test
  void stepsAreThoseOfDl4jsOwnUpdater() {
    String[] settings = {SAM, "train.precision=f64", "optimiser.momentum=0.9"};
    try (SamGraph ours = Smallest.graph(settings);
        SamGraph theirs = Smallest.graph(settings)) {
      theirs.setUpdater(new ComputationGraphUpdater(theirs));
      INDArray start = ours.params().dup();
      for (int step = 0; step < 3; step++) {
        ours.fit(Smallest.batch(step, 2));
        theirs.fit(Smallest.batch(step, 2));
      }
      assertThat(ours.getUpdater(true)).isInstanceOf(FlatUpdater.class);
      assertThat(theirs.getUpdater(true)).isNotInstanceOf(FlatUpdater.class);
      double moved = norm(ours.params().sub(start));
      assertThat(norm(ours.params().sub(theirs.params()))).isLessThan(1e-12 * moved);
      assertThat(norm(ours.updaterState().sub(theirs.updaterState())))
          .isLessThan(1e-12 * norm(theirs.updaterState()));
    }
  }

  @Test
  void theSecondPassRunsAtDistanceRho() {
    try (SamGraph graph = Smallest.graph(SGD)) {
      Smallest.gradient(graph, Smallest.batch(0, 2));
      TrainedVectors vectors = new TrainedVectors(graph);
      INDArray w = NdArrays.of(vectors.parameters()).dup();
      INDArray g = NdArrays.of(vectors.gradient()).dup();
      List<Double> distance = new ArrayList<>();
      vectors.gradientAt(
          moved -> {
            Ascent.climb(OPS, moved, NdArrays.tensor(g), 0.05);
            distance.add(norm(NdArrays.of(moved).sub(w)));
          });
      assertThat(distance.get(0)).isCloseTo(0.05, within(1e-5));
      assertThat(NdArrays.of(vectors.gradient())).isNotEqualTo(g);
      new Evidence(
              10,
              "norm of the perturbation",
              "rho = 0.05",
              "0.05",
              "%.7f".formatted(distance.get(0)))
          .held();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sam", "asam", "periodic", "looksam"})
  void rhoZeroIsSgdBitForBitWhateverTheVariant(String variant) {
    try (SamGraph sgd = Smallest.graph(SGD);
        SamGraph zero = Smallest.graph(SGD, "optimiser.sam.variant=" + variant)) {
      for (int i = 0; i < 2; i++) {
        sgd.fit(Smallest.batch(i, 2));
        zero.fit(Smallest.batch(i, 2));
      }
      assertThat(forwardPasses(zero)).isEqualTo(1);
      sgd.fit(Smallest.batch(5, 2));
      new Evidence(
              10,
              "variant " + variant + " with rho = 0",
              "rho = 0: three steps, one pass each",
              hash(sgd.params()),
              hash(zero.params()))
          .requireEqual();
    }
  }

  @Test
  void statisticsMoveOnceAndFromTheFirstPass() {
    try (SamGraph sgd = Smallest.graph(SGD);
        SamGraph sam = Smallest.graph(SAM)) {
      Smallest.gradient(sgd, Smallest.batch(0, 2));
      Smallest.gradient(sam, Smallest.batch(0, 2));
      Map<String, INDArray> moved = NetworkGraph.named(sgd);
      Map<String, INDArray> movedBySam = NetworkGraph.named(sam);
      moved.forEach((name, value) -> assertThat(movedBySam.get(name)).as(name).isEqualTo(value));
      new Evidence(
              10,
              "BatchNorm statistics after a step",
              "two passes instead of one",
              hash(sgd.params()),
              hash(sam.params()))
          .requireEqual();
      assertThat(moved.get("backbone.bn1.running_mean").amaxNumber().doubleValue()).isPositive();
    }
  }

  @Test
  void scoreIsTheLossOfTheFirstPass() {
    try (SamGraph sgd = Smallest.graph(SGD);
        SamGraph sam = Smallest.graph("optimiser.sam.rho=0.5")) {
      Smallest.gradient(sgd, Smallest.batch(0, 2));
      Smallest.gradient(sam, Smallest.batch(0, 2));
      assertThat(sam.score()).isEqualTo(sgd.score());
    }
  }

  @Test
  void statisticsHaveNoGradientAndNoUpdate() {
    try (SamGraph graph = Smallest.graph(SAM)) {
      Smallest.gradient(graph, Smallest.batch(0, 2));
      long trained = NetworkGraph.layout(graph).trainableLength();
      INDArray gradient = graph.getGradientsViewArray();
      INDArray ofStatistics =
          gradient
              .reshape(gradient.length())
              .get(NDArrayIndex.interval(trained, gradient.length()));
      assertThat(ofStatistics.amaxNumber().doubleValue()).isZero();
      assertThat(graph.getUpdater(true).getStateViewArray().length()).isEqualTo(trained);
    }
  }

  @Test
  void stepIsHeavyBallWithWeightDecayOnEveryTrainedParameter() {
    try (SamGraph graph = Smallest.graph(SGD)) {
      INDArray w = graph.trained(graph.params()).castTo(DataType.DOUBLE);
      INDArray buffer = w.mul(0);
      for (int i = 0; i < 2; i++) {
        DataSet batch = Smallest.batch(i, 2);
        Smallest.gradient(graph, batch);
        INDArray g = graph.trained(graph.getGradientsViewArray()).castTo(DataType.DOUBLE);
        graph.fit(batch);
        buffer = buffer.mul(0.9).add(g).add(w.mul(0.01));
        w = w.sub(buffer.mul(0.1));
        INDArray error = graph.trained(graph.params()).castTo(w.dataType()).sub(w);
        assertThat(error.amaxNumber().doubleValue()).isLessThan(1e-6);
      }
    }
  }

  @Test
  void listenersSeeEachStepOnceAtUnperturbedParameters() {
    try (SamGraph graph = Smallest.graph(SAM)) {
      INDArray before = graph.trained(graph.params()).dup();
      List<Boolean> unperturbed = new ArrayList<>();
      graph.setListeners(
          new BaseTrainingListener() {
            @Override
            public void onBackwardPass(Model model) {
              unperturbed.add(before.equals(graph.trained(graph.params())));
            }
          });
      Smallest.gradient(graph, Smallest.batch(0, 2));
      assertThat(unperturbed).containsExactly(true);
      new Evidence(
              10,
              "what listeners, who may save, are shown",
              "a listener in a step of two passes",
              "w, once",
              "w, once")
          .requireEqual();
      assertThat(graph.getListeners()).hasSize(1);
    }
  }

  @Test
  void periodicAscendsInEveryKthStepOnly() {
    try (SamGraph graph =
        Smallest.graph(SAM, "optimiser.sam.variant=periodic", "optimiser.sam.every=2")) {
      assertThat(forwardPasses(graph)).isEqualTo(2);
      assertThat(forwardPasses(graph)).isEqualTo(1);
      assertThat(forwardPasses(graph)).isEqualTo(2);
    }
  }

  @Test
  void lookSamKeepsTheOrthogonalPartAndReusesIt() {
    try (SamGraph look =
            Smallest.graph(SAM, "optimiser.sam.variant=looksam", "optimiser.sam.every=2");
        SamGraph sgd = Smallest.graph(SGD)) {
      DataSet batch = Smallest.batch(0, 2);
      Smallest.gradient(sgd, batch);
      INDArray first = sgd.trained(sgd.getGradientsViewArray()).dup();
      look.fit(batch);
      INDArray kept = NdArrays.of(new TrainedVectors(look).kept()).dup();
      double cosine = dot(kept, first) / (norm(kept) * norm(first));
      assertThat(cosine).isCloseTo(0, within(1e-3));

      // The step between ascents: pass 1's gradient plus 0.7 of the kept part at its length.
      sgd.setParams(look.params());
      DataSet next = Smallest.batch(1, 2);
      Smallest.gradient(sgd, next);
      INDArray plain = sgd.trained(sgd.getGradientsViewArray()).dup();
      Smallest.gradient(look, next);
      INDArray added = look.trained(look.getGradientsViewArray()).sub(plain);
      double ratio = norm(added) / norm(plain);
      assertThat(ratio).isCloseTo(0.7, within(1e-4));
      assertThat(dot(added, kept) / (norm(added) * norm(kept))).isCloseTo(1, within(1e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sam", "looksam"})
  void aGraphRebuiltFromJsonParametersAndUpdaterStateGoesOnBitForBit(String variant) {
    String[] keys = {
      SAM,
      "optimiser.sam.variant=" + variant,
      "optimiser.sam.every=2",
      "optimiser.schedule.kind=cosine",
      "optimiser.schedule.warmup-epochs=3"
    };
    try (SamGraph straight = Smallest.graph(keys)) {
      straight.fit(Smallest.batch(0, 2));
      String json = straight.getConfiguration().toJson();
      ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(json);
      assertThat(read).isEqualTo(straight.getConfiguration());
      try (SamGraph rebuilt =
          NetworkGraph.restore(
              read, straight.params().dup(), straight.getUpdater().getStateViewArray().dup())) {
        assertThat(NetworkGraph.config(rebuilt)).isEqualTo(NetworkGraph.config(straight));
        for (int i = 1; i < 3; i++) {
          straight.fit(Smallest.batch(i, 2));
          rebuilt.fit(Smallest.batch(i, 2));
        }
        assertThat(rebuilt.params()).isEqualTo(straight.params());
        assertThat(rebuilt.score()).isEqualTo(straight.score());
      }
    }
  }

  @Test
  void batchesOfSeveralSizesAndEvaluationBetweenThemChangeNothing() {
    try (SamGraph graph = Smallest.graph(SAM);
        SamGraph disturbed = Smallest.graph(SAM)) {
      for (int i = 0; i < 3; i++) {
        int clips = i == 1 ? 1 : 2;
        graph.fit(Smallest.batch(i, clips));
        disturbed.fit(Smallest.batch(i, clips));
        NetworkGraph.logits(disturbed, Smallest.batch(9, 3).getFeatures());
        if (i == 1) {
          disturbed.releaseKernels();
        }
      }
      assertThat(disturbed.params()).isEqualTo(graph.params());
    }
  }

  @Test
  void clipsOfAnotherSizeAreRefusedByName() {
    try (SamGraph graph = Smallest.graph(SGD)) {
      INDArray clips = Smallest.batch(0, 2).getFeatures().reshape(1, 4, 32, 32, 3);
      assertThatThrownBy(() -> NetworkGraph.logits(graph, clips))
          .hasStackTraceContaining("model.frames")
          .hasStackTraceContaining("[1, 4, 32, 32, 3]");
    }
  }

  @Test
  void aCloneIsIndependentAndEqual() {
    try (SamGraph graph = Smallest.graph(SAM)) {
      graph.fit(Smallest.batch(0, 2));
      try (SamGraph clone = graph.clone()) {
        assertThat(clone.params()).isEqualTo(graph.params());
        clone.fit(Smallest.batch(1, 2));
        assertThat(clone.params()).isNotEqualTo(graph.params());
        graph.fit(Smallest.batch(1, 2));
        assertThat(clone.params()).isEqualTo(graph.params());
      }
    }
  }

  private static String hash(INDArray values) {
    return Evidence.hash(FlatVector.copyOf(values));
  }

  /** Forward passes of one step. */
  private static int forwardPasses(SamGraph graph) {
    CountingLoss loss = CountingLoss.installIn(graph);
    graph.fit(Smallest.batch(5, 2));
    return loss.gradients();
  }
}
