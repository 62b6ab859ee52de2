package org.logoformer.kernels.onednn;

/**
 * The transforms of Winograd's F(4x4, 3x3) (Lavin and Gray, "Fast Algorithms for Convolutional
 * Neural Networks", 2016), along one dimension of many tiles at once: a tile's 4 outputs need 6
 * inputs, and a 3x3 convolution of a tile needs 36 products instead of 144.
 *
 * <p>Each array holds the same place of all tiles and channels. The loops are kept this small
 * because the JIT compiler vectorises nothing larger.
 */
final class Winograd {
  /** Outputs of a tile along one dimension. */
  static final int OUT = 4;

  /** Inputs of a tile along one dimension. */
  static final int IN = 6;

  /** Products of a tile. */
  static final int POINTS = IN * IN;

  /** Taps of the kernel. */
  static final int TAPS = 9;

  private static final double[][] G = {
    {1 / 4.0, 0, 0},
    {-1 / 6.0, -1 / 6.0, -1 / 6.0},
    {-1 / 6.0, 1 / 6.0, -1 / 6.0},
    {1 / 24.0, 1 / 12.0, 1 / 6.0},
    {1 / 24.0, -1 / 12.0, 1 / 6.0},
    {0, 0, 1}
  };

  private Winograd() {}

  /** What a product takes from a kernel's tap, [36, 9]: the Kronecker product of G with itself. */
  static float[] kernelTransform() {
    float[] k = new float[POINTS * TAPS];
    for (int point = 0; point < POINTS; point++) {
      for (int tap = 0; tap < TAPS; tap++) {
        k[point * TAPS + tap] = (float) (G[point / IN][tap / 3] * G[point % IN][tap % 3]);
      }
    }
    return k;
  }

  /** r = B^T d: 6 inputs. */
  static void input(float[][] d, float[][] r, int length) {
    inputEnds(d[0], d[2], d[4], r[0], length);
    inputInner(d[1], d[2], d[3], d[4], r[1], r[2], length);
    inputOuter(d[1], d[2], d[3], d[4], r[3], r[4], length);
    inputEnds(d[1], d[3], d[5], r[5], length);
  }

  private static void inputEnds(float[] a, float[] b, float[] c, float[] r, int length) {
    for (int i = 0; i < length; i++) {
      r[i] = 4 * a[i] - 5 * b[i] + c[i];
    }
  }

  private static void inputInner(
      float[] a, float[] b, float[] c, float[] d, float[] plus, float[] minus, int length) {
    for (int i = 0; i < length; i++) {
      float even = d[i] - 4 * b[i];
      float odd = c[i] - 4 * a[i];
      plus[i] = even + odd;
      minus[i] = even - odd;
    }
  }

  private static void inputOuter(
      float[] a, float[] b, float[] c, float[] d, float[] plus, float[] minus, int length) {
    for (int i = 0; i < length; i++) {
      float even = d[i] - b[i];
      float odd = 2 * (c[i] - a[i]);
      plus[i] = even + odd;
      minus[i] = even - odd;
    }
  }

  /** y = A^T m: 4 outputs of 6 products. */
  static void output(float[][] m, float[][] y, int length) {
    outputFirst(m[0], m[1], m[2], m[3], m[4], y[0], length);
    outputOdd(m[1], m[2], m[3], m[4], y[1], length);
    outputEven(m[1], m[2], m[3], m[4], y[2], length);
    outputLast(m[1], m[2], m[3], m[4], m[5], y[3], length);
  }

  private static void outputFirst(
      float[] a, float[] b, float[] c, float[] d, float[] e, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = a[i] + (b[i] + c[i]) + (d[i] + e[i]);
    }
  }

  private static void outputOdd(float[] a, float[] b, float[] c, float[] d, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = (a[i] - b[i]) + 2 * (c[i] - d[i]);
    }
  }

  private static void outputEven(
      float[] a, float[] b, float[] c, float[] d, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = (a[i] + b[i]) + 4 * (c[i] + d[i]);
    }
  }

  private static void outputLast(
      float[] a, float[] b, float[] c, float[] d, float[] e, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = (a[i] - b[i]) + 8 * (c[i] - d[i]) + e[i];
    }
  }

  /**
   * r = A d: 6 gradients of products from 4 gradients of outputs, the adjoint of {@link #output}.
   */
  static void gradient(float[][] d, float[][] r, int length) {
    System.arraycopy(d[0], 0, r[0], 0, length);
    gradientPair(d[0], d[1], d[2], d[3], 1, r[1], r[2], length);
    gradientPair(d[0], d[1], d[2], d[3], 2, r[3], r[4], length);
    System.arraycopy(d[3], 0, r[5], 0, length);
  }

  private static void gradientPair(
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float x,
      float[] plus,
      float[] minus,
      int length) {
    float square = x * x;
    float cube = square * x;
    for (int i = 0; i < length; i++) {
      float even = a[i] + square * c[i];
      float odd = x * b[i] + cube * d[i];
      plus[i] = even + odd;
      minus[i] = even - odd;
    }
  }
}
