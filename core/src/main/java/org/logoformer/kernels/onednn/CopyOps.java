package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.javacpp.Pointer;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.onednn.MatmulOps.Operand;
import org.logoformer.tensor.Tensor;

/** Copies between layouts. */
final class CopyOps {
  private CopyOps() {}

  static Op copy(Engine engine, Tensor x, Tensor y) {
    Layout[] l = Layout.collapse(0, Layout.of(x), Layout.of(y));
    return reorder(engine, engine.memory(l[0], x), engine.memory(l[1], y));
  }

  /**
   * {@code tensor}, seen as {@code layout}: itself if it is contiguous, else a copy made by ops.
   */
  static Operand dense(
      Engine engine, Layout layout, Tensor tensor, Scratch.Frame frame, List<Op> ops) {
    if (layout.isDense()) {
      return Operand.of(engine, layout, tensor);
    }
    Layout dense = Layout.dense(layout.dims());
    dnnl_memory copy = frame.memory(dense);
    ops.add(reorder(engine, engine.memory(layout, tensor), copy));
    return new Operand(dense, copy);
  }

  /** Contiguous memory for what {@link #unstage} then brings to {@code tensor}. */
  static Operand staged(Engine engine, Layout layout, Tensor tensor, Scratch.Frame frame) {
    Layout dense = Layout.dense(layout.dims());
    return layout.isDense()
        ? Operand.of(engine, layout, tensor)
        : new Operand(dense, frame.memory(dense));
  }

  static void unstage(Engine engine, Operand staged, Layout layout, Tensor to, List<Op> ops) {
    if (!layout.isDense()) {
      ops.add(reorder(engine, staged.memory(), engine.memory(layout, to)));
    }
  }

  /** Copies from one format to another. */
  static Op reorder(Engine engine, dnnl_memory from, dnnl_memory to) {
    return engine
        .plan(
            "copy",
            (made, e, attributes) ->
                dnnl_reorder_primitive_desc_create(
                    made, Engine.format(from), e, Engine.format(to), e, attributes))
        .with(DNNL_ARG_FROM, from)
        .with(DNNL_ARG_TO, to)
        .bind();
  }

  static Op zero(Engine engine, Tensor y) {
    Layout l = Layout.collapse(0, Layout.of(y))[0];
    if (l.rank() == 1 && l.isDense()) {
      long bytes = y.length() * Float.BYTES;
      Address address = new Address(y.address());
      return () -> Pointer.memset(address, 0, bytes);
    }
    Layout zeros = Layout.dense(l.dims());
    return reorder(engine, engine.constant(0, zeros), engine.memory(l, y));
  }
}
