package org.logoformer.loss;

import org.logoformer.config.LossConfig.Form;

/**
 * The compact term of one clip: how far the probabilities p' of the K = C-1 classes that are not
 * the target (softmax over their logits alone) are from uniform u' = 1/K. Never takes the logarithm
 * of a probability.
 */
record CompactTerm(Form form) {
  /**
   * Adds {@code weight} times the gradient by the logits to {@code gradient}.
   *
   * @param logits [C]
   * @return the term, unweighted
   */
  double add(double[] logits, int target, double weight, double[] gradient) {
    double[] log = Softmax.logWithout(logits, target);
    return form == Form.SYMMETRIC
        ? symmetric(log, target, weight, gradient)
        : printed(log, target, weight, gradient);
  }

  /** KL(u'||p') + KL(p'||u') = sum_c (p'_c - 1/K) log p'_c. */
  private static double symmetric(double[] log, int target, double weight, double[] gradient) {
    int k = log.length - 1;
    double value = 0;
    double toUniform = 0;
    for (int c = 0; c < log.length; c++) {
      if (c != target) {
        double p = StrictMath.exp(log[c]);
        value += (p - 1.0 / k) * log[c];
        toUniform += p * (log[c] + StrictMath.log(k));
      }
    }
    for (int c = 0; c < log.length; c++) {
      if (c != target) {
        double p = StrictMath.exp(log[c]);
        gradient[c] += weight * ((p - 1.0 / k) + p * (log[c] + StrictMath.log(k) - toUniform));
      }
    }
    return value;
  }

  /** Eq. 12 as typeset: C * KL(u'||p') = C * (-log K - (1/K) sum_c log p'_c). */
  private static double printed(double[] log, int target, double weight, double[] gradient) {
    int classes = log.length;
    int k = classes - 1;
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      if (c != target) {
        sum += log[c];
        gradient[c] += weight * classes * (StrictMath.exp(log[c]) - 1.0 / k);
      }
    }
    return classes * (-StrictMath.log(k) - sum / k);
  }
}
