package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/**
 * Sums, differences and products of two tensors, strided, the second one repeated where its size is
 * 1.
 */
final class BinaryOps {
  /** Above this many pieces one call of the reference code is better. */
  private static final long MAX_PIECES = 4096;

  private BinaryOps() {}

  /**
   * y = a algorithm b.
   *
   * @param algorithm such as {@code dnnl_binary_add}
   */
  static Op binary(Engine engine, int algorithm, Tensor a, Tensor b, Tensor y) {
    try (Attributes none = engine.attributes()) {
      return binary(engine, algorithm, none, a, b, y);
    }
  }

  static Op addRelu(Engine engine, Tensor a, Tensor b, Tensor y) {
    try (Attributes relu = engine.attributes().relu()) {
      // oneDNN works in place on the first operand.
      return b.address() == y.address()
          ? binary(engine, dnnl_binary_add, relu, b, a, y)
          : binary(engine, dnnl_binary_add, relu, a, b, y);
    }
  }

  private static Op binary(
      Engine engine, int algorithm, Attributes attributes, Tensor a, Tensor b, Tensor y) {
    Layout[] l = Layout.collapse(0, Layout.of(a), Layout.of(b).broadcast(a.shape()), Layout.of(y));
    Tensor[] tensors = {a, b, y};
    List<Op> ops = new ArrayList<>();
    pieces(engine, algorithm, attributes, l, tensors, new long[3], 1, ops);
    return Op.sequence(ops);
  }

  /**
   * oneDNN's fast code wants tensors without gaps: where it has none for the whole, the operation
   * is cut along its first dimension.
   */
  private static void pieces(
      Engine engine,
      int algorithm,
      Attributes attributes,
      Layout[] l,
      Tensor[] tensors,
      long[] offsets,
      long count,
      List<Op> ops) {
    Plan plan = plan(engine, algorithm, attributes, l);
    long size = l[0].dims()[0];
    if (!plan.isReference() || l[0].rank() == 1 || count * size > MAX_PIECES) {
      int[] arguments = {DNNL_ARG_SRC_0, DNNL_ARG_SRC_1, DNNL_ARG_DST};
      for (int i = 0; i < l.length; i++) {
        plan.with(arguments[i], engine.memory(engine.descriptor(l[i]), tensors[i], offsets[i]));
      }
      ops.add(plan.bind());
      return;
    }
    Layout[] inner = l.clone();
    Arrays.setAll(inner, i -> l[i].remove(0));
    for (long i = 0; i < size; i++) {
      long[] at = offsets.clone();
      for (int t = 0; t < at.length; t++) {
        at[t] += i * l[t].strides()[0];
      }
      pieces(engine, algorithm, attributes, inner, tensors, at, count * size, ops);
    }
  }

  static Plan plan(Engine engine, int algorithm, Attributes attributes, Layout... l) {
    return engine.plan(
        "binary of " + l[0] + " and " + l[1],
        attributes,
        (made, e, after) ->
            dnnl_binary_primitive_desc_create(
                made,
                e,
                algorithm,
                engine.descriptor(l[0]),
                engine.descriptor(l[1]),
                engine.descriptor(l[2]),
                after));
  }
}
