package org.logoformer.engine;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.logoformer.config.KernelSets;
import org.logoformer.config.Precision;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.error.Message;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.KernelsProvider;
import org.logoformer.kernels.MultiplyAdds;
import org.logoformer.kernels.proof.Implementation;
import org.logoformer.kernels.proof.Proofs;
import org.logoformer.kernels.proof.ProvenKernels;
import org.logoformer.runtime.Backend;
import org.logoformer.tensor.VectorOps;

/** Chooses the implementation of {@link Kernels} and lets nothing through that is not proved. */
public final class KernelsFactory {
  private static final List<KernelsProvider> PROVIDERS =
      KernelSets.all().stream()
          .map(KernelsProvider.class::cast)
          .sorted(Comparator.comparingInt(KernelsProvider::rank).reversed())
          .toList();

  private KernelsFactory() {}

  /**
   * Kernels of the calling thread, on the backend that ND4J runs on.
   *
   * @param choice value of {@code train.kernels}
   * @param threads OpenMP threads of each operation on a CPU
   * @throws ConfigException if the chosen implementation has no such precision or device
   * @throws ClusterException if no GPU can serve this CUDA build, or the CPU has no fast bfloat16
   */
  public static Kernels make(String choice, Precision precision, int threads) {
    requireServed(choice, precision);
    return make(choice, precision, threads, Proofs.ofProcess());
  }

  /** As above, without looking whether the precision is served, and with other proofs. */
  static Kernels make(String choice, Precision precision, int threads, Proofs proofs) {
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

  /** Arithmetic on vectors where the kernels of {@code choice} compute. */
  public static VectorOps vectors(String choice, Precision precision) {
    return provider(resolve(choice, precision)).vectors();
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
    return Message.of("%d operations proved in %.2f s", proofs.count(), proofs.seconds());
  }

  /** Name of what {@link #make} takes here, for a choice that may be {@code auto}. */
  public static String resolve(String choice, Precision precision) {
    return resolve(choice, precision, Backend.select());
  }

  /**
   * Refuses a precision that changes nothing on this machine.
   *
   * @throws ClusterException if the precision asks for fast bfloat16 and products are those of f32
   */
  public static void requireServed(String choice, Precision precision) {
    provider(resolve(choice, precision)).requireServed(precision);
  }

  /** What the kernels of a {@link #resolve resolved} choice multiply for convolutions. */
  public static MultiplyAdds multiplyAdds(String resolved, Precision precision) {
    return provider(resolved).multiplyAdds(precision);
  }

  /**
   * The vector instructions that kernels of a {@link #resolve resolved} choice use on a CPU; which
   * bits come out depends on them.
   */
  public static String instructionSet(String resolved) {
    return provider(resolved).instructionSet();
  }

  /** As above, on {@code backend}. */
  static String resolve(String choice, Precision precision, Backend backend) {
    boolean host = backend == Backend.CPU;
    List<KernelsProvider> candidates =
        choice.equals(KernelSets.AUTO) ? PROVIDERS : List.of(provider(choice));
    return candidates.stream()
        .filter(candidate -> candidate.refusal(precision, host).isEmpty())
        .findFirst()
        .orElseThrow(() -> refused(candidates, precision, host))
        .name();
  }

  private static ConfigException refused(
      List<KernelsProvider> candidates, Precision precision, boolean host) {
    return new ConfigException(
        candidates.stream()
            .map(candidate -> candidate.refusal(precision, host).orElseThrow())
            .collect(Collectors.joining("; ")));
  }

  private static KernelsProvider provider(String name) {
    return (KernelsProvider) KernelSets.of(name);
  }
}
