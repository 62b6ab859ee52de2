package org.logoformer.jobs.network;

import java.util.Arrays;
import java.util.List;

/** From logits to probabilities and to a class. */
public final class Softmax {
  private Softmax() {}

  /** exp(x_c) / sum exp(x), in double and safe against overflow. */
  public static List<Double> of(double[] logits) {
    double max = logits[argmax(logits)];
    double[] e = new double[logits.length];
    double sum = 0;
    for (int c = 0; c < e.length; c++) {
      e[c] = StrictMath.exp(logits[c] - max);
      sum += e[c];
    }
    double total = sum;
    return Arrays.stream(e).map(x -> x / total).boxed().toList();
  }

  /** Index of the largest value, the lowest index on a tie. */
  public static int argmax(double[] logits) {
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      if (logits[c] > logits[best]) {
        best = c;
      }
    }
    return best;
  }
}
