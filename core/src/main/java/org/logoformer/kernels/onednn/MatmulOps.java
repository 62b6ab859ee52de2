package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/** Matrix products. */
final class MatmulOps {
  private MatmulOps() {}

  /** An operand: where it is and how it is read. */
  record Operand(Layout layout, dnnl_memory memory) {
    static Operand of(Engine engine, Layout layout, Tensor tensor) {
      return new Operand(layout, engine.memory(layout, tensor));
    }
  }

  static Op matmul(Engine engine, double alpha, Tensor a, Tensor b, Tensor y) {
    Layout[] l = {Layout.of(a), Layout.of(b), Layout.of(y)};
    if (l[2].strides()[l[2].rank() - 1] == 1) {
      return product(engine, alpha, l[0], a, l[1], b, l[2], y);
    }
    // oneDNN writes rows: y^T = b^T a^T.
    return product(engine, alpha, l[1].transpose(), b, l[0].transpose(), a, l[2].transpose(), y);
  }

  private static Op product(
      Engine engine, double alpha, Layout a, Tensor ta, Layout b, Tensor tb, Layout y, Tensor ty) {
    Operand left = Operand.of(engine, a, ta);
    Operand right = Operand.of(engine, b, tb);
    Operand result = Operand.of(engine, y, ty);
    try (Attributes attributes = engine.attributes()) {
      if (alpha != 1) {
        attributes.scale(alpha);
      }
      return plan(engine, left, right, null, result, attributes).bind();
    }
  }

  /**
   * y = a b (+ bias), arguments bound. oneDNN 3.11 takes products whose strides of size-1
   * dimensions differ for one and the same, and runs what it made first: only one kind of stride is
   * left.
   */
  static Plan plan(
      Engine engine, Operand a, Operand b, Operand bias, Operand y, Attributes attributes) {
    dnnl_memory_desc shift = bias == null ? null : engine.descriptor(bias.layout());
    Plan plan =
        engine
            .plan(
                "matmul of " + a.layout() + " and " + b.layout(),
                p ->
                    dnnl_matmul_primitive_desc_create(
                        p,
                        engine.handle(),
                        engine.descriptor(a.layout().denseOnes()),
                        engine.descriptor(b.layout().denseOnes()),
                        shift,
                        engine.descriptor(y.layout().denseOnes()),
                        attributes.handle()))
            .with(DNNL_ARG_SRC, a.memory())
            .with(DNNL_ARG_WEIGHTS, b.memory())
            .with(DNNL_ARG_DST, y.memory());
    if (bias != null) {
      plan.with(DNNL_ARG_BIAS, bias.memory());
    }
    return plan;
  }
}
