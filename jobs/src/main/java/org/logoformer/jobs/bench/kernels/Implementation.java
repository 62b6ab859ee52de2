package org.logoformer.jobs.bench.kernels;

import org.logoformer.config.Precision;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.bench.measure.Spelling;
import org.logoformer.kernels.Kernels;

/** What computes the operations that are measured. */
enum Implementation {
  ONEDNN("onednn", Precision.F32),
  BF16("onednn", Precision.BF16),
  ND4J("nd4j", Precision.F32);

  private final String kernels;
  private final Precision precision;

  Implementation(String kernels, Precision precision) {
    this.kernels = kernels;
    this.precision = precision;
  }

  Kernels make(int threads) {
    return KernelsFactory.make(kernels, precision, threads);
  }

  /** Whether this CPU has the instructions for it. */
  boolean isServed() {
    try {
      KernelsFactory.requireServed(kernels, precision);
      return true;
    } catch (ClusterException e) {
      return false;
    }
  }

  /** As on the command line and in the results. */
  @Override
  public String toString() {
    return Spelling.of(this);
  }
}
