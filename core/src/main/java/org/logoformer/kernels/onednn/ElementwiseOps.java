package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/** Activations and their gradients over contiguous tensors. */
final class ElementwiseOps {
  private ElementwiseOps() {}

  /**
   * y = f(x).
   *
   * @param algorithm f, such as {@code dnnl_eltwise_tanh}
   */
  static Op forward(Engine engine, int algorithm, Tensor x, Tensor y) {
    dnnl_memory_desc line = line(engine, x);
    return activation(engine, algorithm, line)
        .with(DNNL_ARG_SRC, engine.memory(line, x))
        .with(DNNL_ARG_DST, engine.memory(line, y))
        .bind();
  }

  /**
   * dx = dy f'(x).
   *
   * @param algorithm f
   * @param argument {@code DNNL_ARG_SRC}, or {@code DNNL_ARG_DST} if f' is computed from y
   * @param data x or y
   */
  static Op gradient(
      Engine engine, int algorithm, int argument, Tensor data, Tensor dy, Tensor dx) {
    dnnl_memory_desc line = line(engine, data);
    Plan forward = activation(engine, algorithm, line);
    return engine
        .plan(
            "gradient of activation",
            (made, e, attributes) ->
                dnnl_eltwise_backward_primitive_desc_create(
                    made, e, algorithm, line, line, line, 0, 0, forward.descriptor(), attributes))
        .with(argument, engine.memory(line, data))
        .with(DNNL_ARG_DIFF_DST, engine.memory(line, dy))
        .with(DNNL_ARG_DIFF_SRC, engine.memory(line, dx))
        .bind();
  }

  private static dnnl_memory_desc line(Engine engine, Tensor t) {
    return engine.descriptor(Layout.dense(t.length()));
  }

  private static Plan activation(Engine engine, int algorithm, dnnl_memory_desc line) {
    return engine.plan(
        "activation",
        (made, e, attributes) ->
            dnnl_eltwise_forward_primitive_desc_create(
                made, e, dnnl_forward_training, algorithm, line, line, 0, 0, attributes));
  }
}
