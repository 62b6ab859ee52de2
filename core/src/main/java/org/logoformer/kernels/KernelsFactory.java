package org.logoformer.kernels;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.logoformer.config.Precision;
import org.logoformer.config.TrainConfig.KernelChoice;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.kernels.nd4j.Nd4jKernels;
import org.logoformer.kernels.onednn.InstructionSet;
import org.logoformer.kernels.onednn.OneDnnKernels;
import org.logoformer.kernels.proof.Implementation;
import org.logoformer.kernels.proof.Proofs;
import org.logoformer.kernels.proof.ProvenKernels;
import org.logoformer.runtime.Backend;
import org.logoformer.runtime.NativeBuild;
import org.logoformer.runtime.Threads;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;

/** The one place that knows the implementations of {@link Kernels}. */
public final class KernelsFactory {
  private static final Map<KernelChoice, String> REMEDIES =
      Map.of(
          KernelChoice.ONEDNN,
          "Set train.kernels = nd4j, or use other instructions: spark.native-variant = avx2",
          KernelChoice.ND4J,
          "Set train.kernels = onednn, or use other instructions: spark.native-variant = plain");

  private KernelsFactory() {}

  /**
   * Kernels of the calling thread, on the backend that ND4J runs on.
   *
   * @param choice {@code auto} takes oneDNN wherever it can do the job
   * @param threads OpenMP threads of each operation on a CPU
   * @throws ConfigException if the chosen implementation has no such precision or device
   * @throws ClusterException if no GPU can serve this CUDA build, or the CPU has no fast bfloat16
   */
  public static Kernels make(KernelChoice choice, Precision precision, int threads) {
    requireServed(precision);
    return make(choice, precision, threads, Proofs.ofProcess());
  }

  /** As above, without looking whether the precision is served, and with other proofs. */
  static Kernels make(KernelChoice choice, Precision precision, int threads, Proofs proofs) {
    KernelChoice resolved = resolve(choice, precision);
    if (Backend.select() != Backend.CPU) {
      // Proofs look into host memory.
      return bare(resolved, precision, threads);
    }
    return new ProvenKernels(
        new Implementation(
            resolved.name().toLowerCase(Locale.ROOT),
            instructionSet(resolved),
            precision,
            threads,
            count -> bare(resolved, precision, count),
            REMEDIES.get(resolved)),
        proofs);
  }

  /** Kernels of the calling thread that nobody has proved. */
  static Kernels bare(KernelChoice resolved, Precision precision, int threads) {
    if (resolved == KernelChoice.ONEDNN) {
      return new OneDnnKernels(threads, precision);
    }
    if (Backend.select() == Backend.CPU) {
      Threads.use(threads);
    }
    return new Nd4jKernels(precision.type());
  }

  /**
   * What the kernels of this process compute in another way than the direct one, which was wrong:
   * operation, way and reason; sorted.
   */
  public static List<String> routed() {
    return Proofs.ofProcess().routed();
  }

  /** Operations proved in this process so far, and the seconds that it took, as text. */
  public static String proved() {
    Proofs proofs = Proofs.ofProcess();
    return String.format(
        Locale.ROOT, "%d operations proved in %.2f s", proofs.count(), proofs.seconds());
  }

  /** What {@link #make} takes here: ONEDNN or ND4J, for a choice that may be AUTO. */
  public static KernelChoice resolve(KernelChoice choice, Precision precision) {
    return resolve(choice, precision, Backend.select());
  }

  /**
   * Refuses a precision that changes nothing on this machine.
   *
   * @throws ClusterException if the precision asks for fast bfloat16 and products are those of f32
   */
  public static void requireServed(Precision precision) {
    if (precision == Precision.BF16_MATH) {
      requireOwn(precision, Product.of(Precision.F32), Product.of(precision));
    }
  }

  /** A small product: its bits and what computed it. */
  record Product(List<String> implementations, float[] bits) {
    private static final int SIZE = 64;

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

  /** What oneDNN calls bfloat16 is f32 under another name where it brings nothing. */
  static void requireOwn(Precision precision, Product plain, Product own) {
    boolean named = own.implementations().stream().anyMatch(i -> i.matches(".*(bf16|amx).*"));
    if (!named || Arrays.equals(plain.bits(), own.bits())) {
      throw new ClusterException(
          "train.precision = %s changes nothing on this CPU (%s): %s computes the bits of f32 (%s). It needs a CPU with AMX (Intel Sapphire Rapids or newer): set train.precision to f32"
              .formatted(
                  precision.label(),
                  InstructionSet.effective(),
                  String.join(", ", own.implementations()),
                  String.join(", ", plain.implementations())));
    }
  }

  /** What the kernels of a {@link #resolve resolved} choice multiply for convolutions. */
  public static MultiplyAdds multiplyAdds(KernelChoice resolved, Precision precision) {
    return resolved == KernelChoice.ONEDNN
        ? OneDnnKernels.multiplyAdds(precision)
        : MultiplyAdds.NOMINAL;
  }

  /**
   * The vector instructions that kernels of a {@link #resolve resolved} choice use on a CPU; which
   * bits come out depends on them.
   */
  public static String instructionSet(KernelChoice resolved) {
    return resolved == KernelChoice.ONEDNN
        ? InstructionSet.effective()
        : NativeBuild.instructionSet();
  }

  /** ONEDNN or ND4J for a choice that may be AUTO. */
  static KernelChoice resolve(KernelChoice choice, Precision precision, Backend backend) {
    return switch (choice) {
      case ND4J -> KernelChoice.ND4J;
      case AUTO ->
          precision != Precision.F64 && backend == Backend.CPU
              ? KernelChoice.ONEDNN
              : KernelChoice.ND4J;
      case ONEDNN -> {
        if (precision == Precision.F64) {
          throw new ConfigException(
              "train.kernels = onednn computes in f32 only, but train.precision is f64: set"
                  + " train.kernels to nd4j or auto, or train.precision to f32");
        }
        if (backend != Backend.CPU) {
          throw new ConfigException(
              "train.kernels = onednn computes in host memory, but ND4J runs on CUDA: set"
                  + " train.kernels to nd4j or auto");
        }
        yield KernelChoice.ONEDNN;
      }
    };
  }
}
