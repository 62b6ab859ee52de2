package org.logoformer.dl4j;

import org.logoformer.config.TrainConfig;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.nd4j.Nd4jKernels;
import org.nd4j.linalg.api.buffer.DataType;

/** Makes the configured kernels. */
final class KernelChoices {
  private KernelChoices() {}

  static Kernels make(TrainConfig config, DataType type) {
    return new Nd4jKernels(type);
  }
}
