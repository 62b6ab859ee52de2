package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.kernels.onednn.MatmulOps.Operand;
import org.logoformer.tensor.Tensor;

/** Convolution in two or three dimensions, dense or depthwise. */
final class ConvolutionOp implements Kernels.Convolution {
  private final Engine engine;
  private final Window window;
  private final Geometry geometry;
  private final Tensor x;
  private final Tensor weight;
  private final boolean dense;
  private final Layout parameterLayout;
  private final dnnl_memory_desc parameter;
  private final Plan forward;
  private final Op run;

  /**
   * @param prepared where inference keeps the weights; null in training
   */
  ConvolutionOp(
      Engine engine,
      Window window,
      Tensor x,
      Tensor weight,
      Tail tail,
      PreparedWeights prepared,
      Tensor y) {
    this.engine = engine;
    this.window = window;
    this.geometry = new Geometry(window);
    this.x = x;
    this.weight = weight;
    long groups = x.size(x.rank() - 1) / weight.size(1);
    dense = groups == 1;
    parameterLayout = geometry.weight(weight, groups);
    parameter = engine.descriptor(parameterLayout);
    dnnl_memory_desc result = engine.descriptor(geometry.image(y));
    dnnl_memory bias = vector(tail.bias());
    dnnl_memory_desc biasFormat = bias == null ? null : Engine.format(bias);
    Tensor residual = tail.residual();
    Factors factors = factors();
    Operand source = factor(x, factors);
    try (Attributes attributes = engine.attributes()) {
      if (residual != null) {
        attributes.add(result);
      }
      if (tail.activation() == Activation.RELU) {
        attributes.relu();
      }
      forward =
          engine.plan(
              "convolution of " + x + ", " + window,
              attributes,
              (made, e, after) ->
                  dnnl_convolution_forward_primitive_desc_create(
                      made,
                      e,
                      dnnl_forward_training,
                      dnnl_convolution_direct,
                      Engine.format(source.memory()),
                      packed(factors),
                      biasFormat,
                      result,
                      geometry.stride(),
                      geometry.noDilation(),
                      geometry.padding(),
                      geometry.padding(),
                      after));
    }
    dnnl_memory_desc format = forward.weights();
    dnnl_memory weights =
        prepared == null || isOwn(format)
            ? packedWeights(format, factors)
            : prepared.in(format, this::packing);
    run =
        factors.then(
            forward
                .with(DNNL_ARG_SRC, source.memory())
                .with(DNNL_ARG_WEIGHTS, weights)
                .with(DNNL_ARG_BIAS, bias)
                .with(
                    Attributes.operand(), residual == null ? null : engine.memory(result, residual))
                .with(DNNL_ARG_DST, engine.memory(result, y))
                .bind());
  }

  /** CPUs have dot products for sums over channels, not for single ones. */
  private Factors factors() {
    return dense ? Factors.of(engine) : Factors.whole(engine);
  }

  private Operand factor(Tensor image, Factors factors) {
    return factors.of(Operand.of(engine, geometry.image(image), image));
  }

  /** Weights in their own layout would select the reference code. */
  private dnnl_memory_desc packed(Factors factors) {
    return engine.anyFormat(parameterLayout.dims(), factors.type());
  }

  /** The memory of a bias; null for none. */
  private dnnl_memory vector(Tensor bias) {
    return bias == null ? null : engine.memory(Layout.of(bias), bias);
  }

  /** The weights as {@code format}, repacked in every run: the optimiser moves them in between. */
  private dnnl_memory packedWeights(dnnl_memory_desc format, Factors factors) {
    if (isOwn(format)) {
      return engine.memory(parameter, weight);
    }
    dnnl_memory copy = factors.frame().memory(format);
    factors.before(packing(copy));
    return copy;
  }

  private boolean isOwn(dnnl_memory_desc format) {
    return dnnl_memory_desc_equal(format, parameter) != 0;
  }

  private Op packing(dnnl_memory to) {
    return CopyOps.reorder(engine, engine.memory(parameter, weight), to);
  }

  @Override
  public void run() {
    run.run();
  }

  @Override
  public Op inputGradient(Tensor dy, Tensor dx) {
    Factors factors = factors();
    Operand given = factor(dy, factors);
    dnnl_memory_desc dxFormat = engine.descriptor(geometry.image(dx));
    Plan plan =
        engine.plan(
            "input gradient of convolution of " + x,
            (made, e, attributes) ->
                dnnl_convolution_backward_data_primitive_desc_create(
                    made,
                    e,
                    dnnl_convolution_direct,
                    dxFormat,
                    packed(factors),
                    Engine.format(given.memory()),
                    geometry.stride(),
                    geometry.noDilation(),
                    geometry.padding(),
                    geometry.padding(),
                    forward.descriptor(),
                    attributes));
    return factors.then(
        plan.with(DNNL_ARG_DIFF_DST, given.memory())
            .with(DNNL_ARG_WEIGHTS, packedWeights(plan.weights(), factors))
            .with(DNNL_ARG_DIFF_SRC, engine.memory(dxFormat, dx))
            .bind());
  }

  @Override
  public Op weightGradient(Tensor dy, Tensor dWeight, Tensor dBias) {
    if (PatchGradient.fits(window, x, weight)) {
      return PatchGradient.of(engine, window, x, dy, dWeight, dBias);
    }
    Factors factors = factors();
    Operand source = factor(x, factors);
    Operand given = factor(dy, factors);
    dnnl_memory biasGradient = vector(dBias);
    dnnl_memory_desc dBiasFormat = dBias == null ? null : Engine.format(biasGradient);
    Plan plan =
        engine.plan(
            "weight gradient of convolution of " + x,
            (made, e, attributes) ->
                dnnl_convolution_backward_weights_primitive_desc_create(
                    made,
                    e,
                    dnnl_convolution_direct,
                    Engine.format(source.memory()),
                    engine.anyFormat(parameterLayout.dims()),
                    dBiasFormat,
                    Engine.format(given.memory()),
                    geometry.stride(),
                    geometry.noDilation(),
                    geometry.padding(),
                    geometry.padding(),
                    forward.descriptor(),
                    attributes));
    dnnl_memory_desc format = plan.weightGradient();
    boolean direct = isOwn(format);
    dnnl_memory result = engine.memory(parameter, dWeight);
    dnnl_memory gradient = direct ? result : factors.frame().memory(format);
    Op computed =
        factors.then(
            plan.with(DNNL_ARG_SRC, source.memory())
                .with(DNNL_ARG_DIFF_DST, given.memory())
                .with(DNNL_ARG_DIFF_WEIGHTS, gradient)
                .with(DNNL_ARG_DIFF_BIAS, biasGradient)
                .bind());
    return direct ? computed : Op.sequence(computed, CopyOps.reorder(engine, gradient, result));
  }
}
