package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/** Matrix products. */
final class MatmulOps {
  private MatmulOps() {}

  /**
   * An operand: where it is and how it is read.
   *
   * @param type of its elements, such as {@code dnnl_bf16}
   */
  record Operand(Layout layout, int type, dnnl_memory memory) {
    /** Of floats. */
    Operand(Layout layout, dnnl_memory memory) {
      this(layout, dnnl_f32, memory);
    }

    static Operand of(Engine engine, Tensor tensor) {
      return of(engine, Layout.of(tensor), tensor);
    }

    static Operand of(Engine engine, Layout layout, Tensor tensor) {
      return new Operand(layout, engine.memory(layout, tensor));
    }

    Operand transpose() {
      return new Operand(layout.transpose(), type, memory);
    }
  }

  /** y = alpha a b. */
  static Op matmul(Engine engine, double alpha, Tensor a, Tensor b, Tensor y) {
    Factors factors = Factors.ofProduct(engine, a.size(a.rank() - 2), b.size(b.rank() - 1));
    Operand left = factors.of(Operand.of(engine, a));
    Operand right = factors.of(Operand.of(engine, b));
    Operand result = Operand.of(engine, y);
    try (Attributes after = engine.attributes()) {
      if (alpha != 1) {
        after.scale(alpha);
      }
      // oneDNN writes rows: where y has columns, y^T = b^T a^T.
      Plan plan =
          y.strides()[y.rank() - 1] == 1
              ? plan(engine, left, right, null, result, after)
              : plan(engine, right.transpose(), left.transpose(), null, result.transpose(), after);
      return factors.then(plan.bind());
    }
  }

  /** y = a b, arguments bound. */
  static Plan plan(Engine engine, Operand a, Operand b, Operand y) {
    try (Attributes none = engine.attributes()) {
      return plan(engine, a, b, null, y, none);
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
    return engine
        .plan(
            "matmul of " + a.layout() + " and " + b.layout(),
            attributes,
            (made, e, after) ->
                dnnl_matmul_primitive_desc_create(
                    made,
                    e,
                    engine.descriptor(a.layout().denseOnes(), a.type()),
                    engine.descriptor(b.layout().denseOnes(), b.type()),
                    shift,
                    engine.descriptor(y.layout().denseOnes(), y.type()),
                    after))
        .with(DNNL_ARG_SRC, a.memory())
        .with(DNNL_ARG_WEIGHTS, b.memory())
        .with(DNNL_ARG_BIAS, bias == null ? null : bias.memory())
        .with(DNNL_ARG_DST, y.memory());
  }
}
