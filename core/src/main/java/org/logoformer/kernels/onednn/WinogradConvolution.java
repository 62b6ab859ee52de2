package org.logoformer.kernels.onednn;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.config.Precision;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.kernels.onednn.MatmulOps.Operand;
import org.logoformer.tensor.Tensor;

/**
 * 3x3 convolution of stride 1 by Winograd's F(4x4, 3x3): with transforms A, B, G, a tile of the
 * result is A^T [(G g G^T) . (B^T d B)] A, where "." is 36 matrix products over channels, a quarter
 * of the direct method's work. oneDNN has no such code for AVX2. Results differ from the direct
 * method's by rounding: up to about 1e-5 of the largest.
 */
final class WinogradConvolution implements Kernels.Convolution {
  /** Below this the transforms cost more than the products save. */
  private static final int MIN_CHANNELS = 32;

  private final Engine engine;
  private final Tensor x;
  private final Tensor weight;
  private final int in;
  private final int out;
  private final Op forward;

  /**
   * @param x [N, H, W, I]
   * @param weight [O, I, 3, 3]
   * @param y [N, H, W, O]
   */
  WinogradConvolution(Engine engine, Tensor x, Tensor weight, Tensor y) {
    this(engine, x, weight, null, y);
  }

  private WinogradConvolution(Engine engine, Tensor x, Tensor weight, Tail tail, Tensor y) {
    this.engine = engine;
    this.x = x;
    this.weight = weight;
    this.out = Math.toIntExact(weight.size(0));
    this.in = Math.toIntExact(weight.size(1));
    this.forward = convolve(x, tail, y, Kernel.AS_IT_IS);
  }

  /** With a tail, for inference. */
  static Op fused(Engine engine, Tensor x, Tensor weight, Tail tail, Tensor y) {
    return new WinogradConvolution(engine, x, weight, tail, y);
  }

  private enum Kernel {
    AS_IT_IS,
    TURNED
  }

  /** Whether a convolution is of this kind, exact enough, and large enough to gain. */
  static boolean fits(Engine engine, Window window, Tensor x, Tensor weight) {
    // The transforms would multiply the rounding of shorter factors.
    return engine.precision() == Precision.F32
        && window.toString().equals(Window.square(3, 1, 1).toString())
        && weight.size(1) == x.size(3)
        && x.isContiguous()
        && Math.min(weight.size(0), weight.size(1)) >= MIN_CHANNELS
        && TileProducts.fits(TileGrid.of(x), Math.max(weight.size(0), weight.size(1)));
  }

  @Override
  public void run() {
    forward.run();
  }

  /** The gradient by the input is a convolution with the kernel turned around. */
  @Override
  public Op inputGradient(Tensor dy, Tensor dx) {
    return convolve(dy, null, dx, Kernel.TURNED);
  }

  private Op convolve(Tensor from, Tail tail, Tensor to, Kernel kernel) {
    Scratch.Frame frame = engine.temporaries().frame();
    List<Op> ops = new ArrayList<>();
    Scratch.Area transformed = frame.area((long) Winograd.POINTS * out * in);
    ops.add(transformKernels(frame, transformed, kernel));
    // [36, O, I], seen as [36, I, O] on the way forward.
    Layout dense = Layout.dense(Winograd.POINTS, out, in);
    Layout kernels = kernel == Kernel.TURNED ? dense : dense.transpose();
    Operand points = new Operand(kernels, frame.memory(engine.descriptor(kernels), transformed, 0));
    ops.add(TileProducts.convolution(engine, frame, from, points, tail, to));
    return Sequence.of(ops);
  }

  /** U = (G x G) g for all pairs of channels. */
  private Op transformKernels(Scratch.Frame frame, Scratch.Area to, Kernel kernel) {
    float[] k = Winograd.kernelTransform();
    if (kernel == Kernel.TURNED) {
      reverseTaps(k);
    }
    Layout transform = Layout.dense(Winograd.POINTS, Winograd.TAPS);
    Layout result = Layout.dense(Winograd.POINTS, (long) out * in);
    try (Attributes a = engine.attributes()) {
      return MatmulOps.plan(
              engine,
              new Operand(transform, engine.constant(k, transform)),
              new Operand(taps().transpose(), engine.memory(taps().transpose(), weight)),
              null,
              new Operand(result, frame.memory(engine.descriptor(result), to, 0)),
              a)
          .bind();
    }
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

  /** The kernel as [O I, 9]. */
  private Layout taps() {
    return Layout.dense((long) out * in, Winograd.TAPS);
  }

  /** G^T [sum over tiles of (A dY A^T) (B^T X B)] G. */
  @Override
  public Op weightGradient(Tensor dy, Tensor dWeight, Tensor dBias) {
    if (dBias != null) {
      throw new IllegalArgumentException("This convolution has no bias");
    }
    Scratch.Frame frame = engine.temporaries().frame();
    int members = TileProducts.members(engine, x);
    // What each member adds up lies one after another, so the sum over members is part of a
    // product.
    long points = (long) members * Winograd.POINTS;
    Scratch.Area sums = frame.area(points * out * in);
    Op products = TileProducts.correlation(engine, frame, dy, x, sums);
    Layout transform = Layout.dense(points, Winograd.TAPS);
    float[] once = Winograd.kernelTransform();
    float[] repeated = new float[members * once.length];
    for (int member = 0; member < members; member++) {
      System.arraycopy(once, 0, repeated, member * once.length, once.length);
    }
    Layout all = Layout.dense(points, (long) out * in).transpose();
    try (Attributes a = engine.attributes()) {
      Op back =
          MatmulOps.plan(
                  engine,
                  new Operand(all, frame.memory(engine.descriptor(all), sums, 0)),
                  new Operand(transform, engine.constant(repeated, transform)),
                  null,
                  Operand.of(engine, taps(), dWeight),
                  a)
              .bind();
      return Sequence.of(List.of(products, back));
    }
  }
}
