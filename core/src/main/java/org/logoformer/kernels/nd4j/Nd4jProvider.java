package org.logoformer.kernels.nd4j;

import java.util.Optional;
import org.logoformer.config.Precision;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.KernelsProvider;
import org.logoformer.runtime.Backend;
import org.logoformer.runtime.NativeBuild;
import org.logoformer.runtime.Threads;

/** Kernels of ND4J operations: floats and doubles, wherever ND4J computes. */
public final class Nd4jProvider implements KernelsProvider {
  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public Optional<String> refusal(Precision precision, boolean host) {
    return Optional.empty();
  }

  @Override
  public String instructionSet() {
    return NativeBuild.instructionSet();
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
}
