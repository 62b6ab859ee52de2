package org.logoformer.jobs.sweep.search;

import java.util.ArrayList;
import java.util.List;

/**
 * The rungs of successive halving: rung k is reached after r eta^k epochs, for k from 0 to
 * floor(log_eta(R / r)), the last after all R of them.
 *
 * @param eta reduction factor
 * @param epochs of each rung
 */
record Rungs(int eta, List<Integer> epochs) {
  Rungs {
    epochs = List.copyOf(epochs);
  }

  /**
   * The rungs of a sweep.
   *
   * @param least r
   * @param all R
   */
  static Rungs of(int least, int eta, int all) {
    List<Integer> epochs = new ArrayList<>();
    for (long rung = least; rung <= all; rung *= eta) {
      epochs.add(Math.toIntExact(rung));
    }
    if (!epochs.isEmpty()) {
      epochs.remove(epochs.size() - 1);
    }
    epochs.add(all);
    return new Rungs(eta, epochs);
  }

  int last() {
    return epochs.size() - 1;
  }
}
