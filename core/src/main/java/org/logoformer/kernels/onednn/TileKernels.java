package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.onednn.MatmulOps.Operand;
import org.logoformer.tensor.Tensor;

/** The kernels of a 3x3 convolution, transformed: U = (G x G) g for all pairs of channels. */
final class TileKernels {
  private final Engine engine;
  private final Scratch.Frame frame;
  private final Operand points;
  private final List<Op> ops = new ArrayList<>();

  /** Whether the kernel is turned around, as in the gradient by the input. */
  enum Turn {
    NONE,
    HALF
  }

  private TileKernels(Engine engine, Tensor weight, Turn turn, Scratch.Frame frame) {
    this.engine = engine;
    this.frame = frame;
    long pairs = weight.size(0) * weight.size(1);
    Scratch.Area area = frame.area(Winograd.POINTS * pairs);
    ops.add(transform(weight, turn, area));
    // [36, O, I], seen as [36, I, O] on the way forward.
    Layout dense = Layout.dense(Winograd.POINTS, weight.size(0), weight.size(1));
    Layout kernels = turn == Turn.HALF ? dense : dense.transpose();
    this.points = new Operand(kernels, frame.memory(kernels, area, 0));
  }

  /**
   * Kernels that the next operation may overwrite.
   *
   * @param weight [O, I, 3, 3]
   * @param frame of the operation that reads them
   */
  static TileKernels passing(Engine engine, Tensor weight, Turn turn, Scratch.Frame frame) {
    return new TileKernels(engine, weight, turn, frame);
  }

  /** What computes kernels that stay, in memory of their own and in its format. */
  static Op filling(Engine engine, Tensor weight, dnnl_memory to) {
    TileKernels kernels = new TileKernels(engine, weight, Turn.NONE, engine.temporaries().frame());
    kernels.copy(to);
    return kernels.preparation();
  }

  /** U, [36, I, O], in a format that oneDNN chose; there once {@link #preparation} has run. */
  dnnl_memory in(dnnl_memory_desc format) {
    if (dnnl_memory_desc_equal(format, engine.descriptor(points.layout())) != 0) {
      return points.memory();
    }
    dnnl_memory copy = frame.memory(format);
    copy(copy);
    return copy;
  }

  private void copy(dnnl_memory to) {
    ops.add(CopyOps.reorder(engine, points.memory(), to));
  }

  /** What computes them, in all formats asked for. */
  Op preparation() {
    return Op.sequence(ops);
  }

  /** The weight as [O I, 9]. */
  static Layout taps(Tensor weight) {
    return Layout.dense(weight.size(0) * weight.size(1), Winograd.TAPS);
  }

  private Op transform(Tensor weight, Turn turn, Scratch.Area to) {
    float[] k = Winograd.kernelTransform();
    if (turn == Turn.HALF) {
      reverseTaps(k);
    }
    Layout transform = Layout.dense(Winograd.POINTS, Winograd.TAPS);
    Layout taps = taps(weight).transpose();
    Layout result = Layout.dense(Winograd.POINTS, taps.dims()[1]);
    return MatmulOps.plan(
            engine,
            new Operand(transform, engine.constant(k, transform)),
            Operand.of(engine, taps, weight),
            new Operand(result, frame.memory(result, to, 0)))
        .bind();
  }

  /** Taps 8..0 are the kernel turned by 180 degrees. */
  private static void reverseTaps(float[] k) {
    for (int point = 0; point < Winograd.POINTS; point++) {
      int row = point * Winograd.TAPS;
      for (int tap = 0; tap < Winograd.TAPS / 2; tap++) {
        float swapped = k[row + tap];
        k[row + tap] = k[row + Winograd.TAPS - 1 - tap];
        k[row + Winograd.TAPS - 1 - tap] = swapped;
      }
    }
  }
}
