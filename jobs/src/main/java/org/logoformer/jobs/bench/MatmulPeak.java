package org.logoformer.jobs.bench;

import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig.KernelChoice;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.KernelsFactory;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/** What the cores can do at best: the product of two large square matrices through oneDNN. */
final class MatmulPeak {
  private static final int SIZE = 2048;
  private static final int REPETITIONS = 8;

  private MatmulPeak() {}

  /** Operations a second in the fastest of several products, on the configured threads. */
  static double flops(LogoConfig config) {
    try (Kernels kernels =
        KernelsFactory.make(KernelChoice.ONEDNN, DataType.FLOAT, config.train().threads())) {
      Tensor a = ones(kernels);
      Tensor b = ones(kernels);
      Op product = kernels.matmul(1, a, b, kernels.arena().allocate(SIZE, SIZE));
      product.run();
      double best = Double.MAX_VALUE;
      for (int i = 0; i < REPETITIONS; i++) {
        long start = System.nanoTime();
        product.run();
        best = Math.min(best, (System.nanoTime() - start) / 1e9);
      }
      return 2.0 * SIZE * SIZE * SIZE / best;
    }
  }

  private static Tensor ones(Kernels kernels) {
    Tensor t = kernels.arena().allocate(SIZE, SIZE);
    t.array().assign(1);
    return t;
  }
}
