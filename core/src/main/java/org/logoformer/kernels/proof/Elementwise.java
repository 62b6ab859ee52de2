package org.logoformer.kernels.proof;

/** Operations whose every output has one element of each input, and softmax. */
final class Elementwise {
  private static final double ROOT = Math.sqrt(2);
  private static final double DENSITY = 1 / Math.sqrt(2 * Math.PI);

  private Elementwise() {}

  /** What comes of one element of each input. */
  @FunctionalInterface
  interface Formula {
    void of(double[] in, Sum sum);
  }

  /** Sizes of 1 repeat. */
  record Pointwise(View[] inputs, Formula formula) implements Truth {
    @Override
    public void at(int operand, int[] index, Sum sum) {
      double[] in = new double[inputs.length];
      for (int i = 0; i < in.length; i++) {
        in[i] = inputs[i].at(inputs[i].offset(index));
      }
      formula.of(in, sum);
    }

    @Override
    public long cost(int operand) {
      return inputs.length + 1L;
    }
  }

  /**
   * Softmax over the last dimension; the largest and the sum of the last row asked for are kept.
   */
  static final class Softmax implements Truth {
    private final View x;
    private int row = -1;
    private double largest;
    private double sumOfRow;

    Softmax(View x) {
      this.x = x;
    }

    @Override
    public void at(int operand, int[] index, Sum sum) {
      int last = index.length - 1;
      int from = x.offset(index, last);
      if (row != from) {
        largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < x.size(-1); i++) {
          largest = Math.max(largest, x.at(from + i * x.stride(-1)));
        }
        sumOfRow = 0;
        for (int i = 0; i < x.size(-1); i++) {
          sumOfRow += Math.exp(x.at(from + i * x.stride(-1)) - largest);
        }
        row = from;
      }
      sum.add(Math.exp(x.at(from + index[last] * x.stride(-1)) - largest) / sumOfRow);
    }

    @Override
    public void forget() {
      row = -1;
    }

    @Override
    public long cost(int operand) {
      return 2L * x.size(-1);
    }
  }

  static void gelu(double[] in, Sum sum) {
    sum.add(in[0] * normal(in[0]));
    sum.passing(in[0]);
  }

  static void geluGradient(double[] in, Sum sum) {
    double x = in[0];
    sum.add(in[1] * (normal(x) + x * DENSITY * Math.exp(-x * x / 2)));
    sum.passing(in[1]);
  }

  /** The distribution function of the normal distribution, to 1e-7. */
  static double normal(double x) {
    return 0.5 * (1 + Math.signum(x) * erf(Math.abs(x) / ROOT));
  }

  /** By its series below 3, and its continued fraction above. */
  private static double erf(double x) {
    if (x > 3) {
      double fraction = 0;
      for (int n = 40; n > 0; n--) {
        fraction = n / 2.0 / (x + fraction);
      }
      return 1 - Math.exp(-x * x) / ((x + fraction) * Math.sqrt(Math.PI));
    }
    double term = x;
    double total = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(total); n++) {
      term *= -x * x / n;
      total += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * total;
  }
}
