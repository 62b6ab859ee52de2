package org.logoformer.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.ModelConfig;
import org.logoformer.config.Precision;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Lanes;
import org.logoformer.kernels.onednn.OneDnnKernels;
import org.logoformer.models.Models;
import org.logoformer.random.Keyed;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A batch in lanes gives what it gives in one piece. */
class LanesTest {
  private static final double TOLERANCE = 1e-4;
  private static final ModelConfig CONFIG =
      LogoConfig.load(
              List.of(),
              List.of(
                  "model.preset=tiny",
                  "model.size=32",
                  "model.dim=16",
                  "model.heads=2",
                  "model.window=[2,2,1]",
                  "model.dropout.attention=0.2",
                  "model.dropout.projection=0.2",
                  "model.dropout.mlp=0.2",
                  "model.stochastic-depth=0.5"))
          .model();
  private static final Blueprint BLUEPRINT = Models.blueprint(CONFIG);
  private static final Layout LAYOUT = Models.layout(CONFIG);

  private final ParameterVector parameters =
      new ParameterVector(
          LAYOUT, NdArrays.tensor(gaussian("parameters", LAYOUT.length()).mul(0.3)));

  @ParameterizedTest
  @CsvSource({"1, 4, 1", "2, 4, 2", "2, 3, 1", "4, 6, 2", "3, 3, 3"})
  void asManyAsDivideThreadsAndClips(int threads, int clips, int lanes) {
    try (Kernels kernels = kernels(threads);
        Lanes made = kernels.lanes(clips)) {
      assertThat(made.count()).isEqualTo(lanes);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 4", "4, 4", "4, 6"})
  void gradientsAreThoseOfOneLane(int threads, int clips) {
    INDArray expected = gradients(1, clips);
    INDArray actual = gradients(threads, clips);
    for (Parameter p : LAYOUT.parameters()) {
      if (p.trainable()) {
        INDArray e =
            NdArrays.of(new ParameterVector(LAYOUT, NdArrays.tensor(expected)).tensor(p.name()));
        INDArray a =
            NdArrays.of(new ParameterVector(LAYOUT, NdArrays.tensor(actual)).tensor(p.name()));
        double scale = Math.max(1e-3, e.amaxNumber().doubleValue());
        assertThat(a.sub(e).amaxNumber().doubleValue()).as(p.name()).isLessThan(TOLERANCE * scale);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 4", "3, 3", "4, 6"})
  void logitsOfInferenceAreThoseOfOneLane(int threads, int clips) {
    INDArray expected = logits(1, clips);
    assertThat(logits(threads, clips).sub(expected).amaxNumber().doubleValue())
        .isLessThan(TOLERANCE * expected.amaxNumber().doubleValue());
  }

  @Test
  void inferenceFollowsParametersThatMove() {
    positiveVariances();
    try (Network network = Network.inference(BLUEPRINT, kernels(2), parameters, 4)) {
      fill(network.clips(), "clips");
      network.forward();
      network.forward();
      INDArray before = NdArrays.of(network.logits()).dup();
      for (String name : List.of("backbone.layer3.1.conv1.weight", "backbone.bn1.running_mean")) {
        NdArrays.of(parameters.tensor(name)).muli(3);
        network.forward();
        INDArray after = NdArrays.of(network.logits()).dup();
        assertThat(after).as(name).isNotEqualTo(before).isEqualTo(logits(2, 4));
        before = after;
      }
    }
  }

  @Test
  void whatInferenceMakesOfParametersAloneIsThereOnce() {
    long weights = LAYOUT.length() * Float.BYTES;
    long ofActivations = 32 << 20;
    long ofALane = (bytes(8) - bytes(4)) / 4;
    assertThat(ofALane - ofActivations).isLessThan(weights / 4);
    // Transformed kernels are four times as long, and there are copies by which changes are seen.
    assertThat(bytes(1)).isGreaterThan(3 * weights);
  }

  /** Of native memory, for inference on 8 clips. */
  private long bytes(int count) {
    Kernels kernels = new OneDnnKernels(count, Precision.F32);
    List<Lanes> made = new ArrayList<>();
    // The network keeps its lanes to itself.
    InvocationHandler watching =
        (proxy, method, arguments) -> {
          Object result = method.invoke(kernels, arguments);
          if (result instanceof Lanes lanes) {
            made.add(lanes);
          }
          return result;
        };
    Kernels watched =
        (Kernels)
            Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, watching);
    try (Network network = Network.inference(BLUEPRINT, watched, parameters, 8)) {
      Lanes lanes = made.get(0);
      return kernels.bytes()
          + IntStream.range(0, lanes.count())
              .mapToObj(lanes::kernels)
              .filter(ofLane -> ofLane.arena() != kernels.arena())
              .mapToLong(Kernels::bytes)
              .sum();
    }
  }

  @Test
  void theSameLanesGiveTheSameBits() {
    assertThat(gradients(2, 4)).isEqualTo(gradients(2, 4));
  }

  /** Of sum(logits * noise) in the second of two steps. */
  private INDArray gradients(int threads, int clips) {
    ParameterVector gradients =
        new ParameterVector(LAYOUT, NdArrays.tensor(Nd4j.create(DataType.FLOAT, LAYOUT.length())));
    try (Network network =
        Network.training(BLUEPRINT, kernels(threads), parameters, gradients, clips)) {
      for (int step = 0; step < 2; step++) {
        fill(network.clips(), "clips" + step);
        network.drawMasks(new MaskKey(5, 1, step));
        network.forward();
        fill(network.logitsGradient(), "gradient" + step);
        network.backward();
      }
    }
    return NdArrays.of(gradients.flat());
  }

  private INDArray logits(int threads, int clips) {
    try (Network network = Network.inference(BLUEPRINT, kernels(threads), parameters, clips)) {
      positiveVariances();
      fill(network.clips(), "clips");
      network.forward();
      return NdArrays.of(network.logits()).dup();
    }
  }

  /** Some that are drawn here are below zero. */
  private void positiveVariances() {
    for (Parameter p : LAYOUT.parameters()) {
      if (p.name().endsWith("running_var")) {
        NdArrays.of(parameters.tensor(p.name())).assign(1);
      }
    }
  }

  private static Kernels kernels(int threads) {
    return KernelsFactory.make("onednn", Precision.F32, threads);
  }

  private static void fill(Tensor t, String key) {
    NdArrays.of(t).assign(gaussian(key, t.length()).reshape(t.shape()));
  }

  private static INDArray gaussian(String key, long length) {
    Keyed draws = Keyed.of(11, key);
    float[] values = new float[Math.toIntExact(length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) draws.nextGaussian();
    }
    return Nd4j.createFromArray(values);
  }
}
