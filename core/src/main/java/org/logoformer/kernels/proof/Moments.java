package org.logoformer.kernels.proof;

/**
 * Mean and deviation of some values.
 *
 * @param deviation root of the biased variance plus eps
 * @param doubt by what factor cancellation makes rounding worse
 */
record Moments(int count, double mean, double variance, double deviation, double doubt) {
  /** Elements in one go: a method that is called often is compiled sooner than a long loop. */
  static final int PIECE = 64;

  /** Of {@code count} values, {@code step} elements apart. */
  static Moments of(View x, int from, int step, int count, double eps) {
    double total = 0;
    for (int i = 0; i < count; i += PIECE) {
      total += total(x, from + i * step, step, Math.min(PIECE, count - i));
    }
    double mean = total / count;
    double squares = 0;
    for (int i = 0; i < count; i += PIECE) {
      squares += squares(x, from + i * step, step, Math.min(PIECE, count - i), mean);
    }
    double variance = squares / count;
    double doubt = 1 + mean * mean / (variance + eps);
    return new Moments(count, mean, variance, Math.sqrt(variance + eps), doubt);
  }

  private static double total(View x, int from, int step, int count) {
    double total = 0;
    for (int i = 0; i < count; i++) {
      total += x.at(from + i * step);
    }
    return total;
  }

  private static double squares(View x, int from, int step, int count, double mean) {
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double off = x.at(from + i * step) - mean;
      squares += off * off;
    }
    return squares;
  }

  double normal(double value) {
    return (value - mean) / deviation;
  }

  /** How wrong {@link #normal} may be, in units of rounding. */
  double size(double value) {
    return (Math.abs(value) + Math.abs(mean)) / deviation * doubt;
  }
}
