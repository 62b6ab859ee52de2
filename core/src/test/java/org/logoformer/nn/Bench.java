package org.logoformer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.ModelConfig;
import org.logoformer.config.Precision;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.models.Models;
import org.logoformer.random.Keyed;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Keyed parameters of a very small network in double precision, and the comparison of gradients
 * with central differences.
 */
public final class Bench implements AutoCloseable {
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-6;

  private final Kernels kernels = KernelsFactory.make("nd4j", Precision.F64, 1);
  private final ModelConfig config;
  private final Blueprint blueprint;
  private final ParameterVector parameters;
  private final ParameterVector gradients;
  private int drawn;
  private int probes = 12;

  /** 4 frames of 32 pixels, a map of 2 x 2, d = 8, and what {@code options} change. */
  public Bench(String... options) {
    this(config(options));
  }

  private Bench(ModelConfig config) {
    this(config, Models.blueprint(config));
  }

  private Bench(ModelConfig config, Blueprint blueprint) {
    this.config = config;
    this.blueprint = blueprint;
    Layout layout = Inventory.layout(blueprint);
    this.parameters =
        new ParameterVector(layout, NdArrays.tensor(Nd4j.create(DataType.DOUBLE, layout.length())));
    this.gradients =
        new ParameterVector(layout, NdArrays.tensor(Nd4j.create(DataType.DOUBLE, layout.length())));
    for (Parameter p : layout.parameters()) {
      NdArrays.of(parameters.tensor(p.name())).assign(gaussian(p.shape()).mul(0.5));
    }
  }

  /** Of a network that has no configuration. */
  static Bench of(Blueprint blueprint) {
    return new Bench(null, blueprint);
  }

  private static ModelConfig config(String... options) {
    List<String> keys =
        new ArrayList<>(
            List.of(
                "model.preset=tiny",
                "model.size=32",
                "model.backbone.width=2",
                "model.dim=8",
                "model.heads=2",
                "model.mlp-ratio=2",
                "model.window=[2,2,1]"));
    keys.addAll(List.of(options));
    return LogoConfig.load(List.of(), keys).model();
  }

  /** What the network is made of. */
  public ModelConfig config() {
    return config;
  }

  /** Compares so many elements of each tensor. */
  public Bench probing(int elements) {
    probes = elements;
    return this;
  }

  /** A scope for training. */
  public Scope training() {
    return new Scope(new Build.OfVectors(Purpose.TRAINING, parameters), kernels, gradients);
  }

  /** For the clips of a lane. */
  Scope lane(int number) {
    return training().lane(number, kernels, gradients);
  }

  Scope inference() {
    return new Scope(new Build.OfVectors(Purpose.INFERENCE, parameters), kernels, null);
  }

  /** The whole network in training, for {@code batch} clips. */
  public Network network(int batch) {
    return Network.training(blueprint, kernels, parameters, gradients, batch);
  }

  /** Draws the masks of what was built in {@code scope}. */
  public static int draw(Scope scope, MaskKey key) {
    scope.dropouts().forEach(dropout -> dropout.draw(key));
    return scope.dropouts().size();
  }

  /** Keyed values. */
  public Tensor random(long... shape) {
    Tensor t = kernels.arena().allocate(shape);
    NdArrays.of(t).assign(gaussian(shape));
    return t;
  }

  /**
   * Compares gradients of sum(y * dy), for some dy, by parameters and by x.
   *
   * @param d what the backward pass takes as dy
   * @param x null if there is no gradient by it
   * @param dx where the backward pass leaves the gradient by x; may be d
   * @return names of the parameters that have a gradient
   */
  public Set<String> check(Op forward, Op backward, Tensor y, Tensor d, Tensor x, Tensor dx) {
    INDArray dy = gaussian(y.shape());
    NdArrays.of(gradients.flat()).assign(Double.NaN);
    forward.run();
    NdArrays.of(d).assign(dy);
    backward.run();
    Set<String> touched = new TreeSet<>();
    INDArray analytic = x == null ? null : NdArrays.of(dx).dup();
    for (Parameter p : gradients.layout().parameters()) {
      INDArray gradient = NdArrays.of(gradients.tensor(p.name()));
      if (!Double.isNaN(gradient.getDouble(0))) {
        touched.add(p.name());
        compare(p.name(), NdArrays.of(parameters.tensor(p.name())), gradient, forward, y, dy);
      }
    }
    if (x != null) {
      compare("input", NdArrays.of(x), analytic, forward, y, dy);
    }
    return touched;
  }

  /**
   * Compares gradients of the whole network, on {@code batch} random clips, by all parameters.
   *
   * @return their names
   */
  public Set<String> checkNetwork(int batch) {
    Network network = network(batch);
    NdArrays.of(network.clips()).assign(gaussian(network.clips().shape()));
    network.drawMasks(new MaskKey(1, 0, 0));
    Set<String> touched =
        check(
            network::forward,
            network::backward,
            network.logits(),
            network.logitsGradient(),
            null,
            null);
    assertThat(touched)
        .containsExactlyInAnyOrderElementsOf(
            gradients.layout().parameters().stream()
                .filter(Parameter::trainable)
                .map(Parameter::name)
                .toList());
    return touched;
  }

  private void compare(
      String name, INDArray x, INDArray analytic, Op forward, Tensor y, INDArray dy) {
    double scale = Math.max(1e-2, analytic.amaxNumber().doubleValue());
    int[] order = Keyed.of(2, name).permutation((int) x.length());
    for (int probe = 0; probe < Math.min(probes, order.length); probe++) {
      int i = order[probe];
      double value = x.getDouble(i);
      x.putScalar(i, value + STEP);
      double above = loss(forward, y, dy);
      x.putScalar(i, value - STEP);
      double below = loss(forward, y, dy);
      x.putScalar(i, value);
      assertThat(analytic.getDouble(i))
          .as("gradient by element %d of %s", i, name)
          .isEqualTo((above - below) / (2 * STEP), within(TOLERANCE * scale));
    }
  }

  private static double loss(Op forward, Tensor y, INDArray dy) {
    forward.run();
    return NdArrays.of(y).mul(dy).sumNumber().doubleValue();
  }

  private INDArray gaussian(long... shape) {
    Keyed draws = Keyed.of(1, "bench", drawn++);
    INDArray values = Nd4j.create(DataType.DOUBLE, shape);
    for (long i = 0; i < values.length(); i++) {
      values.putScalar(i, draws.nextGaussian());
    }
    return values;
  }

  @Override
  public void close() {
    kernels.close();
  }
}
