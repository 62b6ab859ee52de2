package org.logoformer.kernels;

import java.util.Arrays;

/** The operations in plain loops over row-major arrays in double precision. */
final class Reference {
  private Reference() {}

  /** Sizes of an image [N, D, H, W, C]; two-dimensional images have D = 1. */
  private record Image(int n, int d, int h, int w, int c) {
    static Image of(long[] shape) {
      int r = shape.length;
      return new Image(
          (int) shape[0],
          r == 5 ? (int) shape[1] : 1,
          (int) shape[r - 3],
          (int) shape[r - 2],
          (int) shape[r - 1]);
    }

    int at(int n, int d, int h, int w, int c) {
      return (((n * this.d + d) * this.h + h) * this.w + w) * this.c + c;
    }

    boolean contains(int d, int h, int w) {
      return d >= 0 && d < this.d && h >= 0 && h < this.h && w >= 0 && w < this.w;
    }

    int length() {
      return n * d * h * w * c;
    }
  }

  private static int[] three(int[] sizes, int first) {
    return sizes.length == 3 ? sizes : new int[] {first, sizes[0], sizes[1]};
  }

  /** What happens in one window: (x, output index, kernel position, input index or -1). */
  private interface Visitor {
    void visit(int n, int c, int output, int kernelAt, int d, int h, int w);
  }

  private static void windows(Window window, Image x, Image y, Visitor visitor) {
    int[] k = three(window.kernel(), 1);
    int[] s = three(window.stride(), 1);
    int[] p = three(window.padding(), 0);
    for (int n = 0; n < y.n; n++) {
      for (int od = 0; od < y.d; od++) {
        for (int oh = 0; oh < y.h; oh++) {
          for (int ow = 0; ow < y.w; ow++) {
            for (int c = 0; c < y.c; c++) {
              int out = y.at(n, od, oh, ow, c);
              for (int kd = 0; kd < k[0]; kd++) {
                for (int kh = 0; kh < k[1]; kh++) {
                  for (int kw = 0; kw < k[2]; kw++) {
                    int d = od * s[0] - p[0] + kd;
                    int h = oh * s[1] - p[1] + kh;
                    int w = ow * s[2] - p[2] + kw;
                    if (x.contains(d, h, w)) {
                      visitor.visit(n, c, out, (kd * k[1] + kh) * k[2] + kw, d, h, w);
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /** Weights [O, I/groups, kernel..]; a bias of length 0 is none. */
  static double[] convolution(
      Window window, long[] xShape, double[] x, long[] wShape, double[] w, double[] b, long[] ys) {
    Image xi = Image.of(xShape);
    Image yi = Image.of(ys);
    int in = (int) wShape[1];
    int groups = xi.c / in;
    int perGroup = yi.c / groups;
    int volume = 1;
    for (int k : window.kernel()) {
      volume *= k;
    }
    int taps = volume;
    double[] y = new double[yi.length()];
    if (b.length > 0) {
      for (int i = 0; i < y.length; i++) {
        y[i] = b[i % yi.c];
      }
    }
    windows(
        window,
        xi,
        yi,
        (n, o, out, tap, d, h, wide) -> {
          for (int i = 0; i < in; i++) {
            y[out] += x[xi.at(n, d, h, wide, o / perGroup * in + i)] * w[(o * in + i) * taps + tap];
          }
        });
    return y;
  }

  static double[] maxPooling(Window window, long[] xShape, double[] x, long[] yShape) {
    Image xi = Image.of(xShape);
    Image yi = Image.of(yShape);
    double[] y = new double[yi.length()];
    java.util.Arrays.fill(y, Double.NEGATIVE_INFINITY);
    windows(
        window,
        xi,
        yi,
        (n, c, out, tap, d, h, w) -> y[out] = Math.max(y[out], x[xi.at(n, d, h, w, c)]));
    return y;
  }

  static double[] averagePooling(Window window, long[] xShape, double[] x, long[] yShape) {
    Image xi = Image.of(xShape);
    Image yi = Image.of(yShape);
    int volume = 1;
    for (int k : window.kernel()) {
      volume *= k;
    }
    double share = 1.0 / volume;
    double[] y = new double[yi.length()];
    windows(window, xi, yi, (n, c, out, tap, d, h, w) -> y[out] += share * x[xi.at(n, d, h, w, c)]);
    return y;
  }

  /** Mean and biased variance of column {@code c} of [rows, columns]. */
  static double[] moments(double[] x, int columns, int c) {
    int rows = x.length / columns;
    double mean = 0;
    for (int r = 0; r < rows; r++) {
      mean += x[r * columns + c] / rows;
    }
    double variance = 0;
    for (int r = 0; r < rows; r++) {
      variance += Math.pow(x[r * columns + c] - mean, 2) / rows;
    }
    return new double[] {mean, variance};
  }

  static double[] batchNormalization(double[] x, double[] scale, double[] shift, boolean relu) {
    int columns = scale.length;
    double[] mean = new double[columns];
    double[] variance = new double[columns];
    for (int c = 0; c < columns; c++) {
      double[] m = moments(x, columns, c);
      mean[c] = m[0];
      variance[c] = m[1];
    }
    return normalize(x, mean, variance, scale, shift, relu);
  }

  static double[] normalize(
      double[] x, double[] mean, double[] variance, double[] scale, double[] shift, boolean relu) {
    int columns = scale.length;
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int c = i % columns;
      double v = (x[i] - mean[c]) / Math.sqrt(variance[c] + 1e-5) * scale[c] + shift[c];
      y[i] = relu ? Math.max(v, 0) : v;
    }
    return y;
  }

  static double[] layerNormalization(double[] x, double[] scale, double[] shift, double eps) {
    int n = scale.length;
    double[] y = new double[x.length];
    for (int r = 0; r < x.length / n; r++) {
      double[] row = java.util.Arrays.copyOfRange(x, r * n, (r + 1) * n);
      double[] m = moments(row, 1, 0);
      for (int c = 0; c < n; c++) {
        y[r * n + c] = (row[c] - m[0]) / Math.sqrt(m[1] + eps) * scale[c] + shift[c];
      }
    }
    return y;
  }

  /** [rows, k] times [n, k] transposed, plus a bias [n] unless its length is 0. */
  static double[] linear(double[] x, double[] weight, double[] bias, int k) {
    int n = weight.length / k;
    int rows = x.length / k;
    double[] y = new double[rows * n];
    for (int r = 0; r < rows; r++) {
      for (int o = 0; o < n; o++) {
        double sum = bias.length == 0 ? 0 : bias[o];
        for (int i = 0; i < k; i++) {
          sum += x[r * k + i] * weight[o * k + i];
        }
        y[r * n + o] = sum;
      }
    }
    return y;
  }

  /** [batch, m, k] times [batch, k, n]. */
  static double[] matmul(double alpha, double[] a, double[] b, int batch, int m, int k, int n) {
    double[] y = new double[batch * m * n];
    for (int g = 0; g < batch; g++) {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          double sum = 0;
          for (int l = 0; l < k; l++) {
            sum += a[(g * m + i) * k + l] * b[(g * k + l) * n + j];
          }
          y[(g * m + i) * n + j] = alpha * sum;
        }
      }
    }
    return y;
  }

  /** Dot products of rows of {@code n}. */
  static double[] rowDots(double[] a, double[] b, int n) {
    double[] dots = new double[a.length / n];
    for (int i = 0; i < a.length; i++) {
      dots[i / n] += a[i] * b[i];
    }
    return dots;
  }

  static double[] softmax(double[] x, int n) {
    double[] y = new double[x.length];
    for (int r = 0; r < x.length / n; r++) {
      double sum = 0;
      for (int c = 0; c < n; c++) {
        sum += Math.exp(x[r * n + c]);
      }
      for (int c = 0; c < n; c++) {
        y[r * n + c] = Math.exp(x[r * n + c]) / sum;
      }
    }
    return y;
  }

  static double[] sigmoid(double[] x) {
    return Arrays.stream(x).map(v -> 1 / (1 + Math.exp(-v))).toArray();
  }

  static double[] tanh(double[] x) {
    return Arrays.stream(x).map(Math::tanh).toArray();
  }

  static double[] gelu(double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] * 0.5 * (1 + erf(x[i] / Math.sqrt(2)));
    }
    return y;
  }

  /** Taylor series; good to 1e-9 for |x| below 3.5. */
  private static double erf(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 120; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  /** Rows [B, T, in] to states [B, T, h]. */
  static double[] recurrence(
      Kernels.Cell cell,
      int clips,
      int hidden,
      double[] x,
      double[] wi,
      double[] ws,
      double[] bi,
      double[] bs) {
    int wide = bi.length;
    int in = wi.length / wide;
    int steps = x.length / clips / in;
    double[] y = new double[clips * steps * hidden];
    double[] a = linear(x, wi, bi, in);
    for (int clip = 0; clip < clips; clip++) {
      double[] h = new double[hidden];
      double[] c = new double[hidden];
      for (int t = clip * steps; t < (clip + 1) * steps; t++) {
        double[] u = linear(h, ws, bs, hidden);
        for (int i = 0; i < hidden; i++) {
          h[i] =
              cell == Kernels.Cell.LSTM
                  ? lstm(a, t * wide, u, c, i, hidden)
                  : gru(a, t * wide, u, h[i], i, hidden);
          y[t * hidden + i] = h[i];
        }
      }
    }
    return y;
  }

  private static double lstm(double[] a, int at, double[] u, double[] c, int i, int hidden) {
    double[] gate = new double[4];
    Arrays.setAll(gate, g -> a[at + g * hidden + i] + u[g * hidden + i]);
    c[i] = sigmoid(gate[1]) * c[i] + sigmoid(gate[0]) * Math.tanh(gate[2]);
    return sigmoid(gate[3]) * Math.tanh(c[i]);
  }

  private static double gru(double[] a, int at, double[] u, double h, int i, int hidden) {
    double r = sigmoid(a[at + i] + u[i]);
    double z = sigmoid(a[at + hidden + i] + u[hidden + i]);
    double n = Math.tanh(a[at + 2 * hidden + i] + r * u[2 * hidden + i]);
    return (1 - z) * n + z * h;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
