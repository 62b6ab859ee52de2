package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/** Activations and their gradients over contiguous tensors. */
final class ElementwiseOps {
  private ElementwiseOps() {}

  static Op gelu(Engine engine, Tensor x, Tensor y) {
    return forward(engine, dnnl_eltwise_gelu_erf, x, y);
  }

  static Op geluGradient(Engine engine, Tensor x, Tensor dy, Tensor dx) {
    return gradient(engine, dnnl_eltwise_gelu_erf, DNNL_ARG_SRC, x, dy, dx);
  }

  static Op sigmoid(Engine engine, Tensor x, Tensor y) {
    return forward(engine, dnnl_eltwise_logistic, x, y);
  }

  static Op sigmoidGradient(Engine engine, Tensor y, Tensor dy, Tensor dx) {
    return gradient(engine, dnnl_eltwise_logistic_use_dst_for_bwd, DNNL_ARG_DST, y, dy, dx);
  }

  static Op tanh(Engine engine, Tensor x, Tensor y) {
    return forward(engine, dnnl_eltwise_tanh, x, y);
  }

  static Op tanhGradient(Engine engine, Tensor y, Tensor dy, Tensor dx) {
    return gradient(engine, dnnl_eltwise_tanh_use_dst_for_bwd, DNNL_ARG_DST, y, dy, dx);
  }

  static Op relu(Engine engine, Tensor x, Tensor y) {
    return forward(engine, dnnl_eltwise_relu, x, y);
  }

  static Op reluGradient(Engine engine, Tensor y, Tensor dy, Tensor dx) {
    return gradient(engine, dnnl_eltwise_relu_use_dst_for_bwd, DNNL_ARG_DST, y, dy, dx);
  }

  private static Op forward(Engine engine, int algorithm, Tensor x, Tensor y) {
    dnnl_memory_desc line = line(engine, x);
    return activation(engine, algorithm, line)
        .with(DNNL_ARG_SRC, engine.memory(line, x))
        .with(DNNL_ARG_DST, engine.memory(line, y))
        .bind();
  }

  private static dnnl_memory_desc line(Engine engine, Tensor t) {
    return engine.descriptor(Layout.dense(t.length()));
  }

  private static Plan activation(Engine engine, int algorithm, dnnl_memory_desc line) {
    try (Attributes a = engine.attributes()) {
      return engine.plan(
          "activation",
          p ->
              dnnl_eltwise_forward_primitive_desc_create(
                  p,
                  engine.handle(),
                  dnnl_forward_training,
                  algorithm,
                  line,
                  line,
                  0,
                  0,
                  a.handle()));
    }
  }

  private static Op gradient(
      Engine engine, int algorithm, int argument, Tensor data, Tensor dy, Tensor dx) {
    dnnl_memory_desc line = line(engine, data);
    Plan forward = activation(engine, algorithm, line);
    try (Attributes a = engine.attributes()) {
      return engine
          .plan(
              "gradient of activation",
              p ->
                  dnnl_eltwise_backward_primitive_desc_create(
                      p,
                      engine.handle(),
                      algorithm,
                      line,
                      line,
                      line,
                      0,
                      0,
                      forward.descriptor(),
                      a.handle()))
          .with(argument, engine.memory(line, data))
          .with(DNNL_ARG_DIFF_DST, engine.memory(line, dy))
          .with(DNNL_ARG_DIFF_SRC, engine.memory(line, dx))
          .bind();
    }
  }
}
