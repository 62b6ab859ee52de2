package org.logoformer.kernels.proof;

/** A value as a sum of terms, and how far rounding may carry a sum of such terms. */
final class Sum {
  private double value;
  private double squares;
  private double magnitude;
  private double slack;

  Sum clear() {
    value = 0;
    squares = 0;
    magnitude = 0;
    slack = 0;
    return this;
  }

  void add(double term) {
    value += term;
    squares += term * term;
  }

  /** The products of {@code count} elements of two operands, each from a place on, by its step. */
  void products(View a, int fromA, int byA, View b, int fromB, int byB, int count) {
    double total = 0;
    double size = 0;
    for (int i = 0; i < count; i++) {
      double term = a.at(fromA + i * byA) * b.at(fromB + i * byB);
      total += term;
      size += term * term;
    }
    value += total;
    squares += size;
  }

  /** {@code count} elements of an operand, from a place on, by a step. */
  void elements(View a, int from, int by, int count) {
    for (int i = 0; i < count; i++) {
      add(a.at(from + i * by));
    }
  }

  /** {@code factor} times what it was. */
  void times(double factor) {
    value *= factor;
    squares *= factor * factor;
  }

  /** Values as large as {@code size} were rounded on the way here. */
  void passing(double size) {
    magnitude += Math.abs(size);
  }

  /** Rounding decides whether {@code term} belongs to the sum. */
  void doubtful(double term) {
    slack += Math.abs(term);
  }

  /** ReLU of what it was. */
  void rectify() {
    value = Math.max(value, 0);
  }

  double value() {
    return value;
  }

  /**
   * @param tolerance relative to the root of the sum of squared terms, to which the error of a sum
   *     of terms of either sign is proportional
   */
  boolean allows(double other, double tolerance) {
    return Math.abs(other - value)
        <= tolerance * (Math.sqrt(squares) + magnitude) + 1.001 * slack + Float.MIN_NORMAL;
  }
}
