package org.logoformer.train.state;

import java.util.List;

/** The example-weighted mean of vectors, summed in double and in the order given. */
public final class Reduction {
  private Reduction() {}

  /**
   * sum n_k x_k / sum n_k, rounded once.
   *
   * @param workers in worker order, at least one with examples
   */
  public static FlatVector mean(List<Contribution> workers) {
    List<Contribution> counted = workers.stream().filter(w -> w.examples() > 0).toList();
    if (counted.isEmpty()) {
      throw new IllegalArgumentException("No worker has an example to weigh its state with");
    }
    if (counted.size() == 1) {
      // n x / n is not always x in double.
      return counted.get(0).values();
    }
    double[] sums = sums(counted);
    long examples = counted.stream().mapToLong(Contribution::examples).sum();
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= examples;
    }
    return FlatVector.fill(counted.get(0).values().type(), sums);
  }

  static double[] sums(List<Contribution> workers) {
    double[] sums = new double[workers.get(0).values().length()];
    for (Contribution worker : workers) {
      double[] values = worker.values().toDoubles();
      if (values.length != sums.length) {
        throw new IllegalArgumentException(
            "Workers disagree about the length of the state: %d and %d"
                .formatted(sums.length, values.length));
      }
      for (int i = 0; i < sums.length; i++) {
        sums[i] += worker.examples() * values[i];
      }
    }
    return sums;
  }
}
