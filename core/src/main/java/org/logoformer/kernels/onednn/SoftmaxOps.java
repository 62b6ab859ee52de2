package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/** Softmax over the last dimension of contiguous tensors. */
final class SoftmaxOps {
  private SoftmaxOps() {}

  static Op softmax(Engine engine, Tensor x, Tensor y) {
    long n = x.size(x.rank() - 1);
    dnnl_memory_desc rows = engine.descriptor(Layout.dense(x.length() / n, n));
    return engine
        .plan(
            "softmax",
            (made, e, attributes) ->
                dnnl_softmax_forward_primitive_desc_create(
                    made,
                    e,
                    dnnl_forward_training,
                    dnnl_softmax_accurate,
                    rows,
                    rows,
                    1,
                    attributes))
        .with(DNNL_ARG_SRC, engine.memory(rows, x))
        .with(DNNL_ARG_DST, engine.memory(rows, y))
        .bind();
  }

  /** dx = (dy - dots) y, in one pass over the memory. */
  static Op gradient(Engine engine, Tensor y, Tensor dots, Tensor dy, Tensor dx) {
    long n = y.size(y.rank() - 1);
    // Rows as channels: that is the shape in which oneDNN repeats one value along a row.
    Layout channels = Layout.dense(1, y.length() / n, 1, n);
    Layout perChannel = Layout.dense(1, y.length() / n, 1, 1);
    dnnl_memory_desc format = engine.descriptor(channels);
    try (Attributes timesOutput = engine.attributes().multiply(format)) {
      return BinaryOps.plan(engine, dnnl_binary_sub, timesOutput, channels, perChannel, channels)
          .with(DNNL_ARG_SRC_0, engine.memory(format, dy))
          .with(DNNL_ARG_SRC_1, engine.memory(perChannel, dots))
          .with(Attributes.operand(), engine.memory(format, y))
          .with(DNNL_ARG_DST, engine.memory(format, dx))
          .bind();
    }
  }
}
