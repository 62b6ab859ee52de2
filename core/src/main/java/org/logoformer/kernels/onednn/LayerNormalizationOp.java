package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.logoformer.kernels.Kernels.LayerNormalization;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/** Layer normalisation over the last dimension. */
final class LayerNormalizationOp implements LayerNormalization {
  private static final int FLAGS = dnnl_use_scale | dnnl_use_shift;

  private final Engine engine;
  private final Tensor x;
  private final float eps;
  private final dnnl_memory scale;
  private final dnnl_memory shift;
  private final dnnl_memory_desc rows;
  private final dnnl_memory_desc channels;
  private final dnnl_memory_desc statistics;
  private final dnnl_memory mean;
  private final dnnl_memory variance;
  private final Plan forward;
  private final Op run;

  LayerNormalizationOp(Engine engine, Tensor x, Tensor scale, Tensor shift, double eps, Tensor y) {
    this.engine = engine;
    this.x = x;
    this.eps = (float) eps;
    Layout[] l = Layout.collapse(1, Layout.of(x), Layout.of(y));
    Layout in = l[0].leading(2);
    Layout perRow = Layout.dense(in.dims()).remove(in.rank() - 1);
    rows = engine.descriptor(in);
    dnnl_memory_desc result = engine.descriptor(l[1].leading(2));
    channels = engine.descriptor(Layout.of(scale));
    statistics = engine.descriptor(Layout.dense(perRow.dims()));
    this.scale = engine.memory(channels, scale);
    this.shift = engine.memory(channels, shift);
    mean = engine.allocate(statistics);
    variance = engine.allocate(statistics);
    try (Attributes a = new Attributes()) {
      forward =
          engine.plan(
              "layer normalisation of " + in,
              p ->
                  dnnl_layer_normalization_forward_primitive_desc_create(
                      p,
                      engine.handle(),
                      dnnl_forward_training,
                      rows,
                      result,
                      statistics,
                      this.eps,
                      FLAGS,
                      a.handle()));
    }
    run =
        forward
            .with(DNNL_ARG_SRC, engine.memory(rows, x))
            .with(DNNL_ARG_MEAN, mean)
            .with(DNNL_ARG_VARIANCE, variance)
            .with(DNNL_ARG_SCALE, this.scale)
            .with(DNNL_ARG_SHIFT, this.shift)
            .with(DNNL_ARG_DST, engine.memory(result, y))
            .bind();
  }

  @Override
  public void run() {
    run.run();
  }

  @Override
  public Op gradient(Tensor dy, Tensor dx, Tensor dScale, Tensor dShift) {
    Layout[] l = Layout.collapse(1, Layout.of(dy), Layout.of(dx), Layout.of(x));
    dnnl_memory_desc dyRows = engine.descriptor(l[0].leading(2));
    dnnl_memory_desc dxRows = engine.descriptor(l[1].leading(2));
    try (Attributes a = new Attributes()) {
      return engine
          .plan(
              "gradient of layer normalisation of " + x,
              p ->
                  dnnl_layer_normalization_backward_primitive_desc_create(
                      p,
                      engine.handle(),
                      dnnl_backward,
                      dxRows,
                      dyRows,
                      rows,
                      statistics,
                      eps,
                      FLAGS,
                      forward.descriptor(),
                      a.handle()))
          .with(DNNL_ARG_SRC, engine.memory(rows, x))
          .with(DNNL_ARG_MEAN, mean)
          .with(DNNL_ARG_VARIANCE, variance)
          .with(DNNL_ARG_SCALE, scale)
          .with(DNNL_ARG_SHIFT, shift)
          .with(DNNL_ARG_DIFF_DST, engine.memory(dyRows, dy))
          .with(DNNL_ARG_DIFF_SRC, engine.memory(dxRows, dx))
          .with(DNNL_ARG_DIFF_SCALE, engine.memory(channels, dScale))
          .with(DNNL_ARG_DIFF_SHIFT, engine.memory(channels, dShift))
          .bind();
    }
  }
}
