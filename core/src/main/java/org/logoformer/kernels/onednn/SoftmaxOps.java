package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.onednn.MatmulOps.Operand;
import org.logoformer.tensor.Tensor;

/** Softmax over the last dimension of contiguous tensors. */
final class SoftmaxOps {
  private SoftmaxOps() {}

  static Op softmax(Engine engine, Tensor x, Tensor y) {
    dnnl_memory_desc rows = engine.descriptor(rows(x));
    return softmax(engine, rows)
        .with(DNNL_ARG_SRC, engine.memory(rows, x))
        .with(DNNL_ARG_DST, engine.memory(rows, y))
        .bind();
  }

  private static Layout rows(Tensor t) {
    long n = t.size(t.rank() - 1);
    return Layout.dense(t.length() / n, n);
  }

  private static Plan softmax(Engine engine, dnnl_memory_desc rows) {
    try (Attributes a = engine.attributes()) {
      return engine.plan(
          "softmax",
          p ->
              dnnl_softmax_forward_primitive_desc_create(
                  p,
                  engine.handle(),
                  dnnl_forward_training,
                  dnnl_softmax_accurate,
                  rows,
                  rows,
                  1,
                  a.handle()));
    }
  }

  static Op gradient(Engine engine, Tensor y, Tensor dy, Tensor dx) {
    dnnl_memory_desc rows = engine.descriptor(rows(y));
    Plan forward = softmax(engine, rows);
    Plan plan;
    try (Attributes a = engine.attributes()) {
      plan =
          engine.plan(
              "gradient of softmax of " + y,
              p ->
                  dnnl_softmax_backward_primitive_desc_create(
                      p,
                      engine.handle(),
                      dnnl_softmax_accurate,
                      rows,
                      rows,
                      rows,
                      1,
                      forward.descriptor(),
                      a.handle()));
    }
    if (plan.isReference()) {
      return composed(engine, y, dy, dx);
    }
    return plan.with(DNNL_ARG_DST, engine.memory(rows, y))
        .with(DNNL_ARG_DIFF_DST, engine.memory(rows, dy))
        .with(DNNL_ARG_DIFF_SRC, engine.memory(rows, dx))
        .bind();
  }

  /**
   * dx = (dy - sum(y dy)) y in three steps: below AVX-512 oneDNN has only its reference code for
   * the whole, which is ten times slower.
   */
  private static Op composed(Engine engine, Tensor y, Tensor dy, Tensor dx) {
    Layout matrix = rows(y);
    Layout column = Layout.dense(matrix.dims()[0], 1);
    Scratch.Frame frame = engine.temporaries().frame();
    dnnl_memory products = frame.memory(matrix);
    dnnl_memory sums = frame.memory(column);
    // Rows as channels: that is the shape in which oneDNN repeats one value along a row.
    Layout channels = Layout.dense(1, matrix.dims()[0], 1, matrix.dims()[1]);
    Layout perChannel = Layout.dense(1, matrix.dims()[0], 1, 1);
    dnnl_memory_desc format = engine.descriptor(channels);
    dnnl_memory output = engine.memory(format, y);
    dnnl_memory given = engine.memory(format, dy);
    try (Attributes none = engine.attributes();
        Attributes timesOutput = engine.attributes().multiply(format)) {
      Op multiply =
          BinaryOps.plan(engine, dnnl_binary_mul, none, channels, channels, channels)
              .with(DNNL_ARG_SRC_0, output)
              .with(DNNL_ARG_SRC_1, given)
              .with(DNNL_ARG_DST, products)
              .bind();
      Op sum = SumOps.columns(engine, new Operand(matrix, products), new Operand(column, sums));
      Op combine =
          BinaryOps.plan(engine, dnnl_binary_sub, timesOutput, channels, perChannel, channels)
              .with(DNNL_ARG_SRC_0, given)
              .with(DNNL_ARG_SRC_1, sums)
              .with(Attributes.operand(), output)
              .with(DNNL_ARG_DST, engine.memory(format, dx))
              .bind();
      return Sequence.of(List.of(multiply, sum, combine));
    }
  }
}
