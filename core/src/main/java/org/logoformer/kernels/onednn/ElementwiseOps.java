package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/** GELU, ReLU's gradient and softmax over contiguous tensors. */
final class ElementwiseOps {
  private ElementwiseOps() {}

  static Op gelu(Engine engine, Tensor x, Tensor y) {
    dnnl_memory_desc line = line(engine, x);
    return activation(engine, dnnl_eltwise_gelu_erf, line)
        .with(DNNL_ARG_SRC, engine.memory(line, x))
        .with(DNNL_ARG_DST, engine.memory(line, y))
        .bind();
  }

  static Op geluGradient(Engine engine, Tensor x, Tensor dy, Tensor dx) {
    return gradient(engine, dnnl_eltwise_gelu_erf, DNNL_ARG_SRC, x, dy, dx);
  }

  static Op reluGradient(Engine engine, Tensor y, Tensor dy, Tensor dx) {
    return gradient(engine, dnnl_eltwise_relu_use_dst_for_bwd, DNNL_ARG_DST, y, dy, dx);
  }

  private static dnnl_memory_desc line(Engine engine, Tensor t) {
    return engine.descriptor(Layout.dense(t.length()));
  }

  private static Plan activation(Engine engine, int algorithm, dnnl_memory_desc line) {
    try (Attributes a = new Attributes()) {
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
    try (Attributes a = new Attributes()) {
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

  static Op softmax(Engine engine, Tensor x, Tensor y) {
    dnnl_memory_desc rows = rows(engine, x);
    return softmax(engine, rows)
        .with(DNNL_ARG_SRC, engine.memory(rows, x))
        .with(DNNL_ARG_DST, engine.memory(rows, y))
        .bind();
  }

  static Op softmaxGradient(Engine engine, Tensor y, Tensor dy, Tensor dx) {
    dnnl_memory_desc rows = rows(engine, y);
    Plan forward = softmax(engine, rows);
    try (Attributes a = new Attributes()) {
      return engine
          .plan(
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
                      a.handle()))
          .with(DNNL_ARG_DST, engine.memory(rows, y))
          .with(DNNL_ARG_DIFF_DST, engine.memory(rows, dy))
          .with(DNNL_ARG_DIFF_SRC, engine.memory(rows, dx))
          .bind();
    }
  }

  private static dnnl_memory_desc rows(Engine engine, Tensor t) {
    long n = t.size(t.rank() - 1);
    return engine.descriptor(Layout.dense(t.length() / n, n));
  }

  private static Plan softmax(Engine engine, dnnl_memory_desc rows) {
    try (Attributes a = new Attributes()) {
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
}
