package org.logoformer.jobs.bench.step;

import org.logoformer.config.LogoConfig;
import org.logoformer.config.Precision;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;

/** What the cores can do at best: the product of two large square matrices through oneDNN. */
final class MatmulPeak implements AutoCloseable {
  private static final int SIZE = 2048;
  private static final int REPETITIONS = 4;

  private final Kernels kernels;
  private final Op product;
  private double fastest = Double.POSITIVE_INFINITY;

  /** On the configured threads, of factors of the configured precision, 64 bits aside. */
  MatmulPeak(LogoConfig config) {
    Precision precision = config.train().precision();
    kernels =
        KernelsFactory.make(
            "onednn",
            precision == Precision.F64 ? Precision.F32 : precision,
            config.train().threads());
    product = kernels.matmul(1, ones(), ones(), kernels.arena().allocate(SIZE, SIZE));
  }

  /** A few products. */
  void run() {
    for (int i = 0; i < REPETITIONS; i++) {
      long start = System.nanoTime();
      product.run();
      fastest = Math.min(fastest, (System.nanoTime() - start) / 1e9);
    }
  }

  /** Operations a second in the fastest product so far. */
  double flops() {
    return 2.0 * SIZE * SIZE * SIZE / fastest;
  }

  private Tensor ones() {
    Tensor t = kernels.arena().allocate(SIZE, SIZE);
    NdArrays.of(t).assign(1);
    return t;
  }

  @Override
  public void close() {
    kernels.close();
  }
}
