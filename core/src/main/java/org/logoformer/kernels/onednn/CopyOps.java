package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.javacpp.Pointer;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/** Copies between layouts. */
final class CopyOps {
  private CopyOps() {}

  static Op copy(Engine engine, Tensor x, Tensor y) {
    Layout[] l = Layout.collapse(0, Layout.of(x), Layout.of(y));
    return copy(engine, l[0], x, l[1], y);
  }

  private static Op copy(Engine engine, Layout from, Tensor x, Layout to, Tensor y) {
    dnnl_memory_desc source = engine.descriptor(from);
    dnnl_memory_desc target = engine.descriptor(to);
    return reorder(engine, source, engine.memory(source, x), target, engine.memory(target, y));
  }

  static Op reorder(
      Engine engine,
      dnnl_memory_desc source,
      dnnl_memory from,
      dnnl_memory_desc target,
      dnnl_memory to) {
    try (Attributes a = new Attributes()) {
      return engine
          .plan(
              "copy",
              p ->
                  dnnl_reorder_primitive_desc_create(
                      p, source, engine.handle(), target, engine.handle(), a.handle()))
          .with(DNNL_ARG_FROM, from)
          .with(DNNL_ARG_TO, to)
          .bind();
    }
  }

  static Op zero(Engine engine, Tensor y) {
    Layout l = Layout.collapse(0, Layout.of(y))[0];
    if (l.rank() == 1 && l.isDense()) {
      long bytes = y.length() * Float.BYTES;
      Address address = new Address(y.address());
      return () -> Pointer.memset(address, 0, bytes);
    }
    Layout zeros = Layout.dense(l.dims());
    dnnl_memory_desc target = engine.descriptor(l);
    return reorder(
        engine,
        engine.descriptor(zeros),
        engine.constant(0, zeros),
        target,
        engine.memory(target, y));
  }
}
