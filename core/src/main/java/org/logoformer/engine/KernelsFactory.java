package org.logoformer.engine;

import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import org.logoformer.config.Precision;
import org.logoformer.config.TrainConfig.KernelChoice;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.KernelsProvider;
import org.logoformer.kernels.MultiplyAdds;
import org.logoformer.kernels.proof.Implementation;
import org.logoformer.kernels.proof.Proofs;
import org.logoformer.kernels.proof.ProvenKernels;
import org.logoformer.runtime.Backend;

/** Chooses the implementation of {@link Kernels} and lets nothing through that is not proved. */
public final class KernelsFactory {
  private static final List<KernelsProvider> PROVIDERS =
      ServiceLoader.load(KernelsProvider.class, KernelsFactory.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

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
    KernelsProvider provider = provider(resolve(choice, precision));
    if (Backend.select() != Backend.CPU) {
      // Proofs look into host memory.
      return provider.make(precision, threads);
    }
    return new ProvenKernels(
        new Implementation(
            provider.name(),
            provider.instructionSet(),
            precision,
            threads,
            count -> provider.make(precision, count),
            provider.remedy()),
        proofs);
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
      provider(KernelChoice.ONEDNN).requireServed(precision);
    }
  }

  /** What the kernels of a {@link #resolve resolved} choice multiply for convolutions. */
  public static MultiplyAdds multiplyAdds(KernelChoice resolved, Precision precision) {
    return provider(resolved).multiplyAdds(precision);
  }

  /**
   * The vector instructions that kernels of a {@link #resolve resolved} choice use on a CPU; which
   * bits come out depends on them.
   */
  public static String instructionSet(KernelChoice resolved) {
    return provider(resolved).instructionSet();
  }

  /** ONEDNN or ND4J for a choice that may be AUTO. */
  static KernelChoice resolve(KernelChoice choice, Precision precision, Backend backend) {
    boolean host = backend == Backend.CPU;
    if (choice != KernelChoice.AUTO) {
      provider(choice)
          .refusal(precision, host)
          .ifPresent(
              refusal -> {
                throw new ConfigException(refusal);
              });
      return choice;
    }
    return provider(KernelChoice.ONEDNN).refusal(precision, host).isEmpty()
        ? KernelChoice.ONEDNN
        : KernelChoice.ND4J;
  }

  private static KernelsProvider provider(KernelChoice resolved) {
    String name = resolved.name().toLowerCase(Locale.ROOT);
    return PROVIDERS.stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "train.kernels = %s: this build has no such kernels".formatted(name)));
  }
}
