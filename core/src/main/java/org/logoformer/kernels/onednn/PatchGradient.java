package org.logoformer.kernels.onednn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.kernels.onednn.MatmulOps.Operand;
import org.logoformer.tensor.Tensor;

/**
 * Weight gradient of a convolution whose windows tile its input: one matrix product of dy and the
 * windows' patches, which is more than twice as fast as oneDNN's own.
 */
final class PatchGradient {
  private PatchGradient() {}

  static boolean fits(Window window, Tensor x, Tensor weight) {
    return Arrays.equals(window.kernel(), window.stride())
        && weight.size(1) == x.size(x.rank() - 1)
        && tiles(window, x);
  }

  private static boolean tiles(Window window, Tensor x) {
    for (int i = 0; i < window.rank(); i++) {
      if (window.padding()[i] != 0 || x.size(i + 1) % window.kernel()[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * @param x [N, size.., C]
   * @param dy [N, outputSize.., O]
   * @param dWeight [O, C, kernel..]
   * @param dBias [O], or null
   */
  static Op of(Engine engine, Window window, Tensor x, Tensor dy, Tensor dWeight, Tensor dBias) {
    long in = dWeight.size(1);
    long out = dWeight.size(0);
    long taps = dWeight.length() / out / in;
    long rows = dy.length() / out;
    List<Op> ops = new ArrayList<>();
    Factors factors = Factors.ofProduct(engine, out, taps * in);
    Operand patches = factors.dense(patches(window, x), x);
    Operand gradient = Operand.of(engine, Layout.dense(rows, out), dy);
    Layout byTap = Layout.dense(out, taps, in);
    dnnl_memory product = factors.frame().memory(byTap);
    ops.add(
        factors.then(
            MatmulOps.plan(
                    engine,
                    factors.of(gradient).transpose(),
                    new Operand(Layout.dense(rows, taps * in), patches.type(), patches.memory()),
                    new Operand(Layout.dense(out, taps * in), product))
                .bind()));
    Layout kernels = Layout.dense(out, in, taps).transpose();
    ops.add(CopyOps.reorder(engine, product, engine.memory(kernels, dWeight)));
    if (dBias != null) {
      ops.add(
          SumOps.columns(engine, gradient, Operand.of(engine, Layout.of(dBias).leading(2), dBias)));
    }
    return Op.sequence(ops);
  }

  /** [N, outputSize.., kernel.., C]. */
  private static Layout patches(Window window, Tensor x) {
    Tensor tiled = x;
    for (int axis = window.rank(); axis > 0; axis--) {
      int kernel = window.kernel()[axis - 1];
      tiled = tiled.split(axis, tiled.size(axis) / kernel, kernel);
    }
    int[] axes = new int[tiled.rank()];
    for (int i = 0; i < window.rank(); i++) {
      axes[1 + i] = 1 + 2 * i;
      axes[1 + window.rank() + i] = 2 + 2 * i;
    }
    axes[axes.length - 1] = axes.length - 1;
    return Layout.collapse(0, Layout.of(tiled.permute(axes)))[0];
  }
}
