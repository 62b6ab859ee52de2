package org.logoformer.kernels.onednn;

import org.logoformer.config.Precision;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.MultiplyAdds;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.kernels.onednn.MatmulOps.Operand;
import org.logoformer.kernels.onednn.TileKernels.Turn;
import org.logoformer.tensor.Tensor;

/**
 * 3x3 convolution of stride 1 by Winograd's F(4x4, 3x3): with transforms A, B, G, a tile of the
 * result is A^T [(G g G^T) . (B^T d B)] A, where "." is 36 matrix products over channels, a quarter
 * of the direct method's work. oneDNN has no such code for AVX2. Results differ from the direct
 * method's by rounding: up to about 1e-5 of the largest.
 */
final class WinogradConvolution implements Kernels.Convolution {
  /**
   * Below this the transforms cost more than the products save: with 32 channels the direct method
   * takes 0.75 of the time of this one, with 64 this one takes 0.75 of the direct one's (AVX-512;
   * layers of a network with AVX2 say the same). A constant and no choice by measurement, so that
   * the same network has the same bits in every process.
   */
  private static final int MIN_CHANNELS = 64;

  private final Engine engine;
  private final Tensor x;
  private final Tensor weight;
  private final Op forward;

  /**
   * @param x [N, H, W, I]
   * @param weight [O, I, 3, 3]
   * @param y [N, H, W, O]
   */
  WinogradConvolution(Engine engine, Tensor x, Tensor weight, Tensor y) {
    this.engine = engine;
    this.x = x;
    this.weight = weight;
    this.forward = convolve(x, y, Turn.NONE);
  }

  /** With a tail, for inference, where transformed kernels stay until the weight changes. */
  static Op fused(
      Engine engine, Tensor x, Tensor weight, Tail tail, PreparedWeights prepared, Tensor y) {
    return TileProducts.convolution(
        engine,
        engine.temporaries().frame(),
        x,
        format -> prepared.in(format, to -> TileKernels.filling(engine, weight, to)),
        tail,
        y);
  }

  /** Whether a convolution is of this kind, exact enough, and large enough to gain. */
  static boolean fits(Engine engine, Window window, Tensor x, Tensor weight) {
    return x.isContiguous()
        && weight.size(1) == x.size(x.rank() - 1)
        && fits(engine.precision(), window, weight.shape(), x.shape());
  }

  /**
   * As above, of contiguous tensors.
   *
   * @param x [N, H, W, C]; that of the result serves as well, since it has the same H and W
   */
  private static boolean fits(Precision precision, Window window, long[] weight, long[] x) {
    // The transforms would multiply the rounding of shorter factors.
    return precision == Precision.F32
        && window.toString().equals(Window.square(3, 1, 1).toString())
        && Math.min(weight[0], weight[1]) >= MIN_CHANNELS
        && TileGrid.of(x[1], x[2]).gains()
        && TileProducts.fits(TileGrid.of(x[1], x[2]), Math.max(weight[0], weight[1]));
  }

  /** What tiles multiply where they fit: 36 products for 4x4 outputs, begun tiles included. */
  static MultiplyAdds multiplyAdds(Precision precision) {
    return (window, weight, y) ->
        fits(precision, window, weight, y)
            ? y[0] * TileGrid.of(y[1], y[2]).tiles() * Winograd.POINTS * weight[0] * weight[1]
            : MultiplyAdds.NOMINAL.ofConvolution(window, weight, y);
  }

  @Override
  public void run() {
    forward.run();
  }

  /** The gradient by the input is a convolution with the kernel turned around. */
  @Override
  public Op inputGradient(Tensor dy, Tensor dx) {
    return convolve(dy, dx, Turn.HALF);
  }

  private Op convolve(Tensor from, Tensor to, Turn turn) {
    Scratch.Frame frame = engine.temporaries().frame();
    TileKernels kernels = TileKernels.passing(engine, weight, turn, frame);
    Op products = TileProducts.convolution(engine, frame, from, kernels::in, null, to);
    return Op.sequence(kernels.preparation(), products);
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
    long pairs = weight.size(0) * weight.size(1);
    Scratch.Area sums = frame.area(points * pairs);
    Op products = TileProducts.correlation(engine, frame, dy, x, sums);
    Layout transform = Layout.dense(points, Winograd.TAPS);
    float[] once = Winograd.kernelTransform();
    float[] repeated = new float[members * once.length];
    for (int member = 0; member < members; member++) {
      System.arraycopy(once, 0, repeated, member * once.length, once.length);
    }
    Layout all = Layout.dense(points, pairs).transpose();
    Op back =
        MatmulOps.plan(
                engine,
                new Operand(all, frame.memory(all, sums, 0)),
                new Operand(transform, engine.constant(repeated, transform)),
                Operand.of(engine, TileKernels.taps(weight), dWeight))
            .bind();
    return Op.sequence(products, back);
  }
}
