package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;

/** Convolution in two or three dimensions, dense or depthwise. */
final class ConvolutionOp implements Kernels.Convolution {
  private final Engine engine;
  private final Window window;
  private final Geometry geometry;
  private final Tensor x;
  private final Tensor weight;
  private final dnnl_memory_desc image;
  private final dnnl_memory_desc result;
  private final dnnl_memory_desc parameter;
  private final dnnl_memory_desc packed;
  private final dnnl_memory_desc noBias;
  private final Plan forward;
  private final Op run;

  ConvolutionOp(Engine engine, Window window, Tensor x, Tensor weight, Tail tail, Tensor y) {
    this(engine, window, x, weight, tail, null, y);
  }

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
    Tensor bias = tail.bias();
    this.engine = engine;
    this.window = window;
    this.geometry = new Geometry(window);
    this.x = x;
    this.weight = weight;
    long groups = x.size(x.rank() - 1) / weight.size(1);
    Layout parameterLayout = geometry.weight(weight, groups);
    image = engine.descriptor(geometry.image(x));
    result = engine.descriptor(geometry.image(y));
    parameter = engine.descriptor(parameterLayout);
    // Weights in their own layout would select the reference code.
    packed = engine.anyFormat(parameterLayout.dims());
    noBias = null;
    dnnl_memory_desc shift = bias == null ? null : engine.descriptor(Layout.of(bias));
    try (Attributes a = engine.attributes()) {
      if (tail.residual() != null) {
        a.add(result);
      }
      if (tail.activation() == Activation.RELU) {
        a.relu();
      }
      forward =
          engine.plan(
              "convolution of " + x + ", " + window,
              p ->
                  dnnl_convolution_forward_primitive_desc_create(
                      p,
                      engine.handle(),
                      dnnl_forward_training,
                      dnnl_convolution_direct,
                      image,
                      packed,
                      shift,
                      result,
                      geometry.stride(),
                      geometry.noDilation(),
                      geometry.padding(),
                      geometry.padding(),
                      a.handle()));
    }
    List<Op> ops = new ArrayList<>();
    dnnl_memory_desc format = forward.weights();
    dnnl_memory weights =
        prepared == null || isOwn(format)
            ? packedWeights(format, ops)
            : prepared.in(format, to -> packing(format, to));
    forward
        .with(DNNL_ARG_SRC, engine.memory(image, x))
        .with(DNNL_ARG_WEIGHTS, weights)
        .with(DNNL_ARG_DST, engine.memory(result, y));
    if (bias != null) {
      forward.with(DNNL_ARG_BIAS, engine.memory(shift, bias));
    }
    if (tail.residual() != null) {
      forward.with(Attributes.operand(), engine.memory(result, tail.residual()));
    }
    ops.add(forward.bind());
    run = Sequence.of(ops);
  }

  /** The weights as {@code format}, repacked in every run: the optimiser moves them in between. */
  private dnnl_memory packedWeights(dnnl_memory_desc format, List<Op> ops) {
    if (isOwn(format)) {
      return engine.memory(parameter, weight);
    }
    dnnl_memory copy = engine.temporaries().frame().memory(format);
    ops.add(packing(format, copy));
    return copy;
  }

  private boolean isOwn(dnnl_memory_desc format) {
    return dnnl_memory_desc_equal(format, parameter) != 0;
  }

  private Op packing(dnnl_memory_desc format, dnnl_memory to) {
    return CopyOps.reorder(engine, parameter, engine.memory(parameter, weight), format, to);
  }

  @Override
  public void run() {
    run.run();
  }

  @Override
  public Op inputGradient(Tensor dy, Tensor dx) {
    dnnl_memory_desc dyFormat = engine.descriptor(geometry.image(dy));
    dnnl_memory_desc dxFormat = engine.descriptor(geometry.image(dx));
    Plan plan;
    try (Attributes a = engine.attributes()) {
      plan =
          engine.plan(
              "input gradient of convolution of " + x,
              p ->
                  dnnl_convolution_backward_data_primitive_desc_create(
                      p,
                      engine.handle(),
                      dnnl_convolution_direct,
                      dxFormat,
                      packed,
                      dyFormat,
                      geometry.stride(),
                      geometry.noDilation(),
                      geometry.padding(),
                      geometry.padding(),
                      forward.descriptor(),
                      a.handle()));
    }
    List<Op> ops = new ArrayList<>();
    ops.add(
        plan.with(DNNL_ARG_DIFF_DST, engine.memory(dyFormat, dy))
            .with(DNNL_ARG_WEIGHTS, packedWeights(plan.weights(), ops))
            .with(DNNL_ARG_DIFF_SRC, engine.memory(dxFormat, dx))
            .bind());
    return Sequence.of(ops);
  }

  @Override
  public Op weightGradient(Tensor dy, Tensor dWeight, Tensor dBias) {
    if (PatchGradient.fits(window, x, weight)) {
      return PatchGradient.of(engine, window, x, dy, dWeight, dBias);
    }
    dnnl_memory_desc dyFormat = engine.descriptor(geometry.image(dy));
    dnnl_memory_desc dBiasFormat = dBias == null ? noBias : engine.descriptor(Layout.of(dBias));
    Plan plan;
    try (Attributes a = engine.attributes()) {
      plan =
          engine.plan(
              "weight gradient of convolution of " + x,
              p ->
                  dnnl_convolution_backward_weights_primitive_desc_create(
                      p,
                      engine.handle(),
                      dnnl_convolution_direct,
                      image,
                      packed,
                      dBiasFormat,
                      dyFormat,
                      geometry.stride(),
                      geometry.noDilation(),
                      geometry.padding(),
                      geometry.padding(),
                      forward.descriptor(),
                      a.handle()));
    }
    dnnl_memory_desc format = plan.weightGradient();
    boolean direct = dnnl_memory_desc_equal(format, parameter) != 0;
    dnnl_memory result = engine.memory(parameter, dWeight);
    dnnl_memory gradient = direct ? result : engine.temporaries().frame().memory(format);
    plan.with(DNNL_ARG_SRC, engine.memory(image, x))
        .with(DNNL_ARG_DIFF_DST, engine.memory(dyFormat, dy))
        .with(DNNL_ARG_DIFF_WEIGHTS, gradient);
    if (dBias != null) {
      plan.with(DNNL_ARG_DIFF_BIAS, engine.memory(dBiasFormat, dBias));
    }
    List<Op> ops = new ArrayList<>();
    ops.add(plan.bind());
    if (!direct) {
      ops.add(CopyOps.reorder(engine, format, gradient, parameter, result));
    }
    return Sequence.of(ops);
  }
}
