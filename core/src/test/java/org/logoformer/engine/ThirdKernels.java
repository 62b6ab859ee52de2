package org.logoformer.engine;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.logoformer.config.Precision;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.KernelsProvider;
import org.logoformer.kernels.nd4j.Nd4jKernels;
import org.logoformer.tensor.VectorOps;
import org.logoformer.tensor.nd4j.NdVectors;

/** A set of kernels that only tests have; found as any other. */
public final class ThirdKernels implements KernelsProvider {
  private static final AtomicInteger MADE = new AtomicInteger();

  /** Kernels made in this process. */
  static int made() {
    return MADE.get();
  }

  @Override
  public String name() {
    return "third";
  }

  @Override
  public Optional<String> refusal(Precision precision) {
    return Optional.empty();
  }

  @Override
  public Optional<String> refusal(Precision precision, boolean host) {
    return host ? Optional.empty() : Optional.of("train.kernels = third is for tests on a CPU");
  }

  @Override
  public int rank() {
    return Integer.MIN_VALUE;
  }

  @Override
  public String instructionSet() {
    return "those of a third";
  }

  @Override
  public String remedy() {
    return "Set train.kernels = auto";
  }

  @Override
  public Kernels make(Precision precision, int threads) {
    MADE.incrementAndGet();
    return new Nd4jKernels(precision.type());
  }

  @Override
  public VectorOps vectors() {
    return new NdVectors();
  }
}
