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
    Layout[] l = Layout.rows(x, y);
    List<Op> ops = new ArrayList<>();
    Scratch.Frame frame = engine.temporaries().frame();
    Operand in = CopyOps.dense(engine, l[0], x, frame, ops);
    Operand out = CopyOps.staged(engine, l[1], y, frame);
    ops.add(
        withStatistics(plan(in.layout()), in.layout())
            .with(DNNL_ARG_SRC, in.memory())
            .with(DNNL_ARG_DST, out.memory())
            .bind());
    CopyOps.unstage(engine, out, l[1], y, ops);
    return Op.sequence(ops);
  }

  private Plan plan(Layout rows) {
    dnnl_memory_desc format = engine.descriptor(rows);
    dnnl_memory_desc perRow = statistics(rows);
    return engine.plan(
        "layer normalisation of " + rows,
        (made, e, attributes) ->
            dnnl_layer_normalization_forward_primitive_desc_create(
                made, e, dnnl_forward_training, format, format, perRow, eps, FLAGS, attributes));
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
    Layout[] l = Layout.rows(x, dy, dx);
    List<Op> ops = new ArrayList<>();
    Scratch.Frame frame = engine.temporaries().frame();
    Operand in = CopyOps.dense(engine, l[0], x, frame, ops);
    Operand given = CopyOps.dense(engine, l[1], dy, frame, ops);
    Operand result = CopyOps.staged(engine, l[2], dx, frame);
    ops.add(
        withStatistics(gradientPlan(in.layout()), in.layout())
            .with(DNNL_ARG_SRC, in.memory())
            .with(DNNL_ARG_DIFF_DST, given.memory())
            .with(DNNL_ARG_DIFF_SRC, result.memory())
            .with(DNNL_ARG_DIFF_SCALE, engine.memory(channels, dScale))
            .with(DNNL_ARG_DIFF_SHIFT, engine.memory(channels, dShift))
            .bind());
    CopyOps.unstage(engine, result, l[2], dx, ops);
    return Op.sequence(ops);
  }

  private Plan gradientPlan(Layout rows) {
    dnnl_memory_desc format = engine.descriptor(rows);
    dnnl_memory_desc perRow = statistics(rows);
    Plan forward = plan(rows);
    return engine.plan(
        "gradient of layer normalisation of " + rows,
        (made, e, attributes) ->
            dnnl_layer_normalization_backward_primitive_desc_create(
                made,
                e,
                dnnl_backward,
                format,
                format,
                format,
                perRow,
                eps,
                FLAGS,
                forward.descriptor(),
                attributes));
  }
}
