package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.logoformer.kernels.Kernels.LayerNormalization;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.onednn.MatmulOps.Operand;
import org.logoformer.tensor.Tensor;

/**
 * Layer normalisation over the last dimension. oneDNN 3.11 reads its rows as if they were
 * contiguous, whatever the descriptor says, so rows with gaps are copied.
 */
final class LayerNormalizationOp implements LayerNormalization {
  private static final int FLAGS = dnnl_use_scale | dnnl_use_shift;

  private final Engine engine;
  private final Tensor x;
  private final float eps;
  private final dnnl_memory_desc channels;
  private final dnnl_memory scale;
  private final dnnl_memory shift;
  private final long mean;
  private final long variance;
  private final Op run;

  LayerNormalizationOp(Engine engine, Tensor x, Tensor scale, Tensor shift, double eps, Tensor y) {
    this.engine = engine;
    this.x = x;
    this.eps = (float) eps;
    channels = engine.descriptor(Layout.of(scale));
    this.scale = engine.memory(channels, scale);
    this.shift = engine.memory(channels, shift);
    long rowBytes = x.length() / x.size(x.rank() - 1) * Float.BYTES;
    mean = engine.allocate(rowBytes);
    variance = engine.allocate(rowBytes);
    run = forward(y);
  }

  private Op forward(Tensor y) {
    Layout[] l = rows(x, y);
    List<Op> ops = new ArrayList<>();
    Scratch.Frame frame = engine.temporaries().frame();
    Operand in = CopyOps.dense(engine, l[0], x, frame, ops);
    Operand out = CopyOps.staged(engine, l[1], y, frame);
    ops.add(forward(in.layout(), in.memory(), out.memory()));
    CopyOps.unstage(engine, out, l[1], y, ops);
    return Sequence.of(ops);
  }

  private static Layout[] rows(Tensor... tensors) {
    Layout[] l = new Layout[tensors.length];
    for (int i = 0; i < l.length; i++) {
      l[i] = Layout.of(tensors[i]);
    }
    l = Layout.collapse(1, l);
    for (int i = 0; i < l.length; i++) {
      l[i] = l[i].leading(2);
    }
    return l;
  }

  private Op forward(Layout rows, dnnl_memory in, dnnl_memory out) {
    return withStatistics(plan(rows), rows).with(DNNL_ARG_SRC, in).with(DNNL_ARG_DST, out).bind();
  }

  private Plan plan(Layout rows) {
    dnnl_memory_desc format = engine.descriptor(rows);
    try (Attributes a = engine.attributes()) {
      return engine.plan(
          "layer normalisation of " + rows,
          p ->
              dnnl_layer_normalization_forward_primitive_desc_create(
                  p,
                  engine.handle(),
                  dnnl_forward_training,
                  format,
                  format,
                  statistics(rows),
                  eps,
                  FLAGS,
                  a.handle()));
    }
  }

  private dnnl_memory_desc statistics(Layout rows) {
    return engine.descriptor(Layout.dense(rows.remove(rows.rank() - 1).dims()));
  }

  private Plan withStatistics(Plan plan, Layout rows) {
    dnnl_memory_desc perRow = statistics(rows);
    return plan.with(DNNL_ARG_MEAN, engine.memory(perRow, mean))
        .with(DNNL_ARG_VARIANCE, engine.memory(perRow, variance))
        .with(DNNL_ARG_SCALE, scale)
        .with(DNNL_ARG_SHIFT, shift);
  }

  @Override
  public void run() {
    run.run();
  }

  @Override
  public Op gradient(Tensor dy, Tensor dx, Tensor dScale, Tensor dShift) {
    Layout[] l = rows(x, dy, dx);
    List<Op> ops = new ArrayList<>();
    Scratch.Frame frame = engine.temporaries().frame();
    Operand in = CopyOps.dense(engine, l[0], x, frame, ops);
    Operand given = CopyOps.dense(engine, l[1], dy, frame, ops);
    Operand result = CopyOps.staged(engine, l[2], dx, frame);
    ops.add(gradient(in.layout(), in.memory(), given.memory(), result.memory(), dScale, dShift));
    CopyOps.unstage(engine, result, l[2], dx, ops);
    return Sequence.of(ops);
  }

  private Op gradient(
      Layout rows, dnnl_memory in, dnnl_memory dy, dnnl_memory dx, Tensor dScale, Tensor dShift) {
    dnnl_memory_desc format = engine.descriptor(rows);
    Plan hint = plan(rows);
    try (Attributes a = engine.attributes()) {
      Plan plan =
          engine.plan(
              "gradient of layer normalisation of " + rows,
              p ->
                  dnnl_layer_normalization_backward_primitive_desc_create(
                      p,
                      engine.handle(),
                      dnnl_backward,
                      format,
                      format,
                      format,
                      statistics(rows),
                      eps,
                      FLAGS,
                      hint.descriptor(),
                      a.handle()));
      return withStatistics(plan, rows)
          .with(DNNL_ARG_SRC, in)
          .with(DNNL_ARG_DIFF_DST, dy)
          .with(DNNL_ARG_DIFF_SRC, dx)
          .with(DNNL_ARG_DIFF_SCALE, engine.memory(channels, dScale))
          .with(DNNL_ARG_DIFF_SHIFT, engine.memory(channels, dShift))
          .bind();
    }
  }
}
