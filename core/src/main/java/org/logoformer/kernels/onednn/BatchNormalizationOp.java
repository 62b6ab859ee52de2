package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
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
    channels = engine.descriptor(Layout.dense(x.size(x.rank() - 1)));
    this.scale = engine.memory(channels, scale);
    mean = engine.allocate(channels);
    variance = engine.allocate(channels);
    forward =
        engine.plan(
            "batch normalisation of " + x,
            (made, e, attributes) ->
                dnnl_batch_normalization_forward_primitive_desc_create(
                    made, e, dnnl_forward_training, images, images, EPSILON, flags, attributes));
    workspace = forward.workspace();
    train =
        forward
            .with(DNNL_ARG_SRC, engine.memory(images, x))
            .with(DNNL_ARG_MEAN, mean)
            .with(DNNL_ARG_VARIANCE, variance)
            .with(DNNL_ARG_SCALE, this.scale)
            .with(DNNL_ARG_SHIFT, engine.memory(channels, shift))
            .with(DNNL_ARG_DST, engine.memory(images, y))
            .with(DNNL_ARG_WORKSPACE, workspace)
            .bind();
    double n = (double) x.length() / x.size(x.rank() - 1);
    updateRunning =
        Op.sequence(
            move(runningMean, mean, MOMENTUM),
            // The normalisation uses the biased variance, inference the unbiased one.
            move(runningVariance, variance, MOMENTUM * n / Math.max(n - 1, 1)));
  }

  /** [N, C, H, 1]: how the pixels are counted does not matter, but oneDNN is fast in 4-D. */
  private static Layout rows(Tensor t) {
    long c = t.size(t.rank() - 1);
    long rest = t.length() / c / t.size(0);
    return Layout.dense(t.size(0), rest, 1, c).channelsFirst();
  }

  /** running = 0.9 running + weight * batch. */
  private Op move(Tensor running, dnnl_memory batch, double weight) {
    dnnl_memory moved = engine.memory(channels, running);
    return engine
        .sum("running statistics", channels, 1 - MOMENTUM, (float) weight)
        .with(DNNL_ARG_MULTIPLE_SRC, moved)
        .with(DNNL_ARG_MULTIPLE_SRC + 1, batch)
        .with(DNNL_ARG_DST, moved)
        .bind();
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
    return engine
        .plan(
            "gradient of batch normalisation of " + x,
            (made, e, attributes) ->
                dnnl_batch_normalization_backward_primitive_desc_create(
                    made,
                    e,
                    dnnl_backward,
                    images,
                    images,
                    images,
                    EPSILON,
                    flags,
                    forward.descriptor(),
                    attributes))
        .with(DNNL_ARG_SRC, engine.memory(images, x))
        .with(DNNL_ARG_MEAN, mean)
        .with(DNNL_ARG_VARIANCE, variance)
        .with(DNNL_ARG_DIFF_DST, engine.memory(images, dy))
        .with(DNNL_ARG_SCALE, scale)
        .with(DNNL_ARG_WORKSPACE, workspace)
        .with(DNNL_ARG_DIFF_SRC, engine.memory(images, dx))
        .with(DNNL_ARG_DIFF_SCALE, engine.memory(channels, dScale))
        .with(DNNL_ARG_DIFF_SHIFT, engine.memory(channels, dShift))
        .bind();
  }
}
