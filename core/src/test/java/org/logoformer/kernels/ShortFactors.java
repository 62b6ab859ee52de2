package org.logoformer.kernels;

import org.logoformer.config.Precision;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.error.ClusterException;

/** Products of bfloat16, on CPUs that have them. */
public final class ShortFactors {
  private ShortFactors() {}

  /** Whether this CPU does, with the instructions that oneDNN is allowed. */
  public static boolean areServed() {
    try {
      KernelsFactory.requireServed("onednn", Precision.BF16);
      return true;
    } catch (ClusterException e) {
      return false;
    }
  }
}
