package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.javacpp.PointerPointer;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Kernels.BatchNormalization;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/** Batch normalisation over all dimensions but the last, with or without ReLU. */
final class BatchNormalizationOp implements BatchNormalization {
  private static final float EPSILON = 1e-5f;
  private static final float MOMENTUM = 0.1f;

  private final Engine engine;
  private final Tensor x;
  private final int flags;
  private final dnnl_memory_desc images;
  private final dnnl_memory_desc channels;
  private final dnnl_memory scale;
  private final dnnl_memory shift;
  private final dnnl_memory mean;
  private final dnnl_memory variance;
  private final Plan forward;
  private final dnnl_memory workspace;
  private final Op train;
  private final Op updateRunning;

  BatchNormalizationOp(
      Engine engine,
      Tensor x,
      Tensor scale,
      Tensor shift,
      Tensor runningMean,
      Tensor runningVariance,
      Tensor y,
      Activation activation) {
    this.engine = engine;
    this.x = x;
    flags =
        dnnl_use_scale | dnnl_use_shift | (activation == Activation.RELU ? dnnl_fuse_norm_relu : 0);
    images = engine.descriptor(rows(x));
    Layout perChannel = Layout.dense(x.size(x.rank() - 1));
    channels = engine.descriptor(perChannel);
    this.scale = engine.memory(channels, scale);
    this.shift = engine.memory(channels, shift);
    mean = engine.allocate(perChannel);
    variance = engine.allocate(perChannel);
    forward = plan(dnnl_forward_training, flags);
    dnnl_memory_desc kept = forward.workspace();
    workspace = kept == null ? null : engine.allocate(kept);
    dnnl_memory in = engine.memory(images, x);
    dnnl_memory out = engine.memory(images, y);
    train = withWorkspace(bound(forward, in, mean, variance, out)).bind();
    dnnl_memory movingMean = engine.memory(channels, runningMean);
    dnnl_memory movingVariance = engine.memory(channels, runningVariance);
    double n = (double) x.length() / x.size(x.rank() - 1);
    Op moveMean = move(movingMean, mean, MOMENTUM);
    // The normalisation uses the biased variance, inference the unbiased one.
    Op moveVariance = move(movingVariance, variance, MOMENTUM * n / Math.max(n - 1, 1));
    updateRunning =
        () -> {
          moveMean.run();
          moveVariance.run();
        };
  }

  /** [N, C, H, 1]: how the pixels are counted does not matter, but oneDNN is fast in 4-D. */
  private static Layout rows(Tensor t) {
    long c = t.size(t.rank() - 1);
    long rest = t.length() / c / t.size(0);
    return Layout.dense(t.size(0), rest, 1, c).channelsFirst();
  }

  private Plan plan(int kind, int flags) {
    try (Attributes a = engine.attributes()) {
      return engine.plan(
          "batch normalisation of " + x,
          p ->
              dnnl_batch_normalization_forward_primitive_desc_create(
                  p, engine.handle(), kind, images, images, EPSILON, flags, a.handle()));
    }
  }

  private Plan bound(
      Plan plan, dnnl_memory in, dnnl_memory mean, dnnl_memory variance, dnnl_memory out) {
    return plan.with(DNNL_ARG_SRC, in)
        .with(DNNL_ARG_MEAN, mean)
        .with(DNNL_ARG_VARIANCE, variance)
        .with(DNNL_ARG_SCALE, scale)
        .with(DNNL_ARG_SHIFT, shift)
        .with(DNNL_ARG_DST, out);
  }

  private Plan withWorkspace(Plan plan) {
    return workspace == null ? plan : plan.with(DNNL_ARG_WORKSPACE, workspace);
  }

  /** running = 0.9 running + weight * batch. */
  private Op move(dnnl_memory running, dnnl_memory batch, double weight) {
    try (Attributes a = engine.attributes();
        PointerPointer<dnnl_memory_desc> both = new PointerPointer<>(channels, channels)) {
      return engine
          .planWithArrays(
              "running statistics",
              p ->
                  dnnl_sum_primitive_desc_create(
                      p,
                      engine.handle(),
                      channels,
                      2,
                      new float[] {1 - MOMENTUM, (float) weight},
                      both,
                      a.handle()))
          .with(DNNL_ARG_MULTIPLE_SRC, running)
          .with(DNNL_ARG_MULTIPLE_SRC + 1, batch)
          .with(DNNL_ARG_DST, running)
          .bind();
    }
  }

  @Override
  public Op train() {
    return train;
  }

  @Override
  public Op updateRunning() {
    return updateRunning;
  }

  @Override
  public Op gradient(Tensor dy, Tensor dx, Tensor dScale, Tensor dShift) {
    Plan plan;
    try (Attributes a = engine.attributes()) {
      plan =
          engine.plan(
              "gradient of batch normalisation of " + x,
              p ->
                  dnnl_batch_normalization_backward_primitive_desc_create(
                      p,
                      engine.handle(),
                      dnnl_backward,
                      images,
                      images,
                      images,
                      EPSILON,
                      flags,
                      forward.descriptor(),
                      a.handle()));
    }
    plan.with(DNNL_ARG_SRC, engine.memory(images, x))
        .with(DNNL_ARG_MEAN, mean)
        .with(DNNL_ARG_VARIANCE, variance)
        .with(DNNL_ARG_DIFF_DST, engine.memory(images, dy))
        .with(DNNL_ARG_SCALE, scale)
        .with(DNNL_ARG_DIFF_SRC, engine.memory(images, dx))
        .with(DNNL_ARG_DIFF_SCALE, engine.memory(channels, dScale))
        .with(DNNL_ARG_DIFF_SHIFT, engine.memory(channels, dShift));
    return withWorkspace(plan).bind();
  }
}
