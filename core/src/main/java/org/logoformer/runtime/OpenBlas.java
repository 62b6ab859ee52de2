package org.logoformer.runtime;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The linear algebra inside ND4J's CPU build. The oneDNN kernels do not use it. */
public final class OpenBlas {
  private static final String CORE_TYPE = "OPENBLAS_CORETYPE";
  private static final Set<String> UNKNOWN_TO_IT = Set.of("amx_tile", "avx512_fp16");

  private OpenBlas() {}

  /**
   * What to set in the environment before the process starts so that ND4J's matrix products are
   * fast, as {@code NAME=value}; empty if nothing. OpenBLAS takes Intel CPUs that are newer than
   * itself for very old ones, which makes it three times slower.
   */
  public static Optional<String> advice() {
    return advice(NativeVariant.cpuFlags(), System.getenv());
  }

  static Optional<String> advice(Set<String> flags, Map<String, String> environment) {
    boolean known = flags.stream().noneMatch(UNKNOWN_TO_IT::contains);
    return known || environment.containsKey(CORE_TYPE)
        ? Optional.empty()
        : Optional.of(CORE_TYPE + "=SKYLAKEX");
  }
}
