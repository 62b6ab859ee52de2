package org.logoformer.kernels.onednn;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.logoformer.config.Precision;
import org.logoformer.error.ClusterException;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.KernelsProvider;
import org.logoformer.kernels.MultiplyAdds;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.VectorOps;
import org.logoformer.tensor.nd4j.NdArrays;
import org.logoformer.tensor.nd4j.NdVectors;

/** Kernels of oneDNN: floats in the memory of the host. */
public final class OneDnnProvider implements KernelsProvider {
  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public Optional<String> refusal(Precision precision) {
    return precision == Precision.F64
        ? Optional.of(
            "train.kernels = onednn computes in f32 only, but train.precision is f64: set"
                + " train.kernels to nd4j or auto, or train.precision to f32")
        : Optional.empty();
  }

  @Override
  public Optional<String> refusal(Precision precision, boolean host) {
    return host
        ? refusal(precision)
        : Optional.of(
            "train.kernels = onednn computes in host memory, but ND4J runs on CUDA: set"
                + " train.kernels to nd4j or auto");
  }

  @Override
  public int rank() {
    return 1;
  }

  @Override
  public void requireServed(Precision precision) {
    if (precision.hasShortFactors()) {
      requireShortProducts(
          precision, InstructionSet.effective(), InstructionSet.hasShortProducts());
      requireOwn(precision, Product.of(Precision.F32), Product.of(precision));
    }
  }

  @Override
  public String instructionSet() {
    return InstructionSet.effective();
  }

  @Override
  public MultiplyAdds multiplyAdds(Precision precision) {
    return WinogradConvolution.multiplyAdds(precision);
  }

  @Override
  public String remedy() {
    return "Set train.kernels = nd4j, or use other instructions: spark.native-variant = avx2";
  }

  @Override
  public Kernels make(Precision precision, int threads) {
    return new OneDnnKernels(threads, precision);
  }

  @Override
  public VectorOps vectors() {
    return new NdVectors();
  }

  /** A small product: its bits and what computed it. */
  record Product(List<String> implementations, float[] bits) {
    private static final int SIZE = 96;

    static Product of(Precision precision) {
      try (Kernels kernels = new OneDnnKernels(1, precision)) {
        Tensor x = kernels.arena().allocate(SIZE, SIZE);
        Tensor y = kernels.arena().allocate(SIZE, SIZE);
        double[] values = new double[SIZE * SIZE];
        for (int i = 0; i < values.length; i++) {
          // Of more significant bits than bfloat16 has.
          values[i] = 1 / (i + 3.0);
        }
        x.write(values);
        kernels.linear(x, x, null, null, y).run();
        List<String> names =
            kernels.implementations().stream()
                .map(i -> i.substring(i.lastIndexOf(": ") + 2))
                .toList();
        return new Product(names, NdArrays.of(y).dup('c').reshape(y.length()).toFloatVector());
      }
    }
  }

  static void requireShortProducts(Precision precision, String instructions, boolean there) {
    if (!there) {
      throw new ClusterException(
          "train.precision = %s needs a CPU with dot products of bfloat16 (AVX-512 BF16 or AMX: AMD Zen 4, Intel Sapphire Rapids, or newer), but oneDNN uses %s here: set train.precision to f32"
              .formatted(precision.label(), instructions));
    }
  }

  /** What oneDNN calls bfloat16 could be f32 under another name. */
  static void requireOwn(Precision precision, Product plain, Product own) {
    boolean named = own.implementations().stream().anyMatch(i -> i.matches(".*(bf16|amx).*"));
    if (!named || Arrays.equals(plain.bits(), own.bits())) {
      throw new ClusterException(
          "train.precision = %s changes nothing on this CPU (%s): %s computes the bits of f32 (%s): set train.precision to f32"
              .formatted(
                  precision.label(),
                  InstructionSet.effective(),
                  String.join(", ", own.implementations()),
                  String.join(", ", plain.implementations())));
    }
  }
}
