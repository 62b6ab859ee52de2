package org.logoformer.kernels.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.logoformer.config.Precision;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.ShortFactors;
import org.logoformer.kernels.nd4j.Nd4jKernels;
import org.logoformer.kernels.onednn.InstructionSet;
import org.logoformer.kernels.onednn.OneDnnKernels;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.nd4j.NdArrays;

/** Proves {@link Cases} on some kernels. */
final class Breadth {
  private static final int THREADS = 1;

  private Breadth() {}

  /** Kernels as nobody guards them. */
  static Implementation onednn() {
    return onednn(Precision.F32);
  }

  static Implementation onednn(Precision precision) {
    return implementation("onednn", precision, threads -> new OneDnnKernels(threads, precision));
  }

  static Implementation nd4j(Precision precision) {
    return implementation("nd4j", precision, threads -> new Nd4jKernels(precision.type()));
  }

  private static Implementation implementation(
      String name, Precision precision, IntFunction<Kernels> kernels) {
    return new Implementation(
        name, InstructionSet.effective(), precision, THREADS, kernels, "Take others");
  }

  /**
   * What the first {@code count} cases find wrong, by operation.
   *
   * @throws org.logoformer.error.ClusterException if a case has no right route
   */
  static Map<String, List<String>> errors(Implementation implementation, int count) {
    Proofs proofs = new Proofs(List.of());
    try (Arena arena = new Arena(implementation.type(), NdArrays::allocate);
        Kernels kernels = implementation.sibling()) {
      Prover prover = new Prover(kernels, implementation, proofs);
      Arena.Mark mark = arena.mark();
      for (long key = 0; key < count; key++) {
        prover.route(Cases.of(arena, key));
        arena.release(mark);
      }
    }
    Map<String, List<String>> found = new TreeMap<>();
    for (String error : proofs.routed()) {
      String operation = error.substring(0, error.indexOf(" of "));
      found.computeIfAbsent(operation, o -> new ArrayList<>()).add(error);
    }
    return found;
  }

  /**
   * {@code cases}: proves so many on each implementation, prints the errors found that are gone
   * around, and last how many cases there were.
   */
  public static void main(String[] arguments) {
    int count = Integer.parseInt(arguments[0]);
    List<Implementation> proven = new ArrayList<>(List.of(onednn()));
    if (ShortFactors.areServed()) {
      proven.add(onednn(Precision.BF16_MATH));
    }
    proven.addAll(List.of(nd4j(Precision.F32), nd4j(Precision.F64)));
    for (Implementation implementation : proven) {
      int cases = implementation.name().equals("onednn") ? count : count / 4;
      Map<String, List<String>> errors = errors(implementation, cases);
      errors.forEach((operation, all) -> all.forEach(e -> System.out.println("found " + e)));
      System.out.printf(
          "cases level=%s kernels=%s precision=%s operations=%d cases=%d routed=%d%n",
          InstructionSet.effective(),
          implementation.name(),
          implementation.precision().label(),
          Cases.kinds(),
          cases,
          errors.values().stream().mapToInt(List::size).sum());
    }
  }
}
