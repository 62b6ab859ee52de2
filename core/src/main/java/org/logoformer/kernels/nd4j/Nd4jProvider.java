package org.logoformer.kernels.nd4j;

import java.util.Optional;
import org.logoformer.config.Precision;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.KernelsProvider;
import org.logoformer.runtime.Backend;
import org.logoformer.runtime.Threads;
import org.logoformer.tensor.VectorOps;
import org.logoformer.tensor.nd4j.NdVectors;

/** Kernels of ND4J operations: floats and doubles, wherever ND4J computes. */
public final class Nd4jProvider implements KernelsProvider {
  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public Optional<String> refusal(Precision precision) {
    return precision.hasShortFactors()
        ? Optional.of(
            "train.kernels = nd4j does not compute in %s, only oneDNN does: set train.kernels to onednn or auto, or train.precision to f32"
                .formatted(precision.label()))
        : Optional.empty();
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public String instructionSet() {
    return Backend.instructionSet();
  }

  @Override
  public String remedy() {
    return "Set train.kernels = onednn, or use other instructions: spark.native-variant = plain";
  }

  @Override
  public Kernels make(Precision precision, int threads) {
    if (Backend.select() == Backend.CPU) {
      Threads.use(threads);
    }
    return new Nd4jKernels(precision.type());
  }

  @Override
  public VectorOps vectors() {
    return new NdVectors();
  }
}
