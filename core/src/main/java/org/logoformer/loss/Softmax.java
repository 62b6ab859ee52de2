package org.logoformer.loss;

/** Log-softmax of one row of logits. */
final class Softmax {
  /** No class is left out. */
  private static final int NONE = -1;

  private Softmax() {}

  /** log p over all classes. */
  static double[] log(double[] logits) {
    return logWithout(logits, NONE);
  }

  /** log p' over all classes but {@code masked}, whose entry is negative infinity. */
  static double[] logWithout(double[] logits, int masked) {
    double max = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < logits.length; c++) {
      if (c != masked) {
        max = Math.max(max, logits[c]);
      }
    }
    double sum = 0;
    for (int c = 0; c < logits.length; c++) {
      if (c != masked) {
        sum += StrictMath.exp(logits[c] - max);
      }
    }
    double shift = max + StrictMath.log(sum);
    double[] log = new double[logits.length];
    for (int c = 0; c < logits.length; c++) {
      log[c] = c == masked ? Double.NEGATIVE_INFINITY : logits[c] - shift;
    }
    return log;
  }
}
