package org.logoformer.train.state;

import java.util.Arrays;
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
    int length = length(counted);
    long examples = counted.stream().mapToLong(Contribution::examples).sum();
    return FlatVector.make(
        counted.get(0).values().type(),
        length,
        (from, block, count) -> {
          Arrays.fill(block, 0, count, 0);
          counted.forEach(w -> w.values().addTo(block, from, count, (double) w.examples()));
          for (int i = 0; i < count; i++) {
            block[i] /= examples;
          }
        });
  }

  static double[] sums(List<Contribution> workers) {
    double[] sums = new double[length(workers)];
    workers.forEach(w -> w.values().addTo(sums, 0, sums.length, (double) w.examples()));
    return sums;
  }

  private static int length(List<Contribution> workers) {
    int length = workers.get(0).values().length();
    for (Contribution worker : workers) {
      if (worker.values().length() != length) {
        throw new IllegalArgumentException(
            "Workers disagree about the length of the state: %d and %d"
                .formatted(length, worker.values().length()));
      }
    }
    return length;
  }
}
