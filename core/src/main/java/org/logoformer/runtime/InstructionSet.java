package org.logoformer.runtime;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Vector instructions. Results are equal to the bit only between machines that use the same. */
public final class InstructionSet {
  private static final Set<String> UNKNOWN_TO_OPENBLAS = Set.of("amx_tile", "avx512_fp16");

  private InstructionSet() {}

  /** The widest instructions that oneDNN uses on this machine, e.g. {@code avx512_core_amx}. */
  public static String effective() {
    return name(dnnl_get_effective_cpu_isa());
  }

  static String name(int isa) {
    Map<Integer, String> names =
        Map.ofEntries(
            Map.entry(dnnl_cpu_isa_sse41, "sse41"),
            Map.entry(dnnl_cpu_isa_avx, "avx"),
            Map.entry(dnnl_cpu_isa_avx2, "avx2"),
            Map.entry(dnnl_cpu_isa_avx2_vnni, "avx2_vnni"),
            Map.entry(dnnl_cpu_isa_avx2_vnni_2, "avx2_vnni_2"),
            Map.entry(dnnl_cpu_isa_avx512_core, "avx512_core"),
            Map.entry(dnnl_cpu_isa_avx512_core_vnni, "avx512_core_vnni"),
            Map.entry(dnnl_cpu_isa_avx512_core_bf16, "avx512_core_bf16"),
            Map.entry(dnnl_cpu_isa_avx10_1_512, "avx10_1_512"),
            Map.entry(dnnl_cpu_isa_avx10_1_512_amx, "avx10_1_512_amx"),
            Map.entry(dnnl_cpu_isa_avx10_1_512_amx_fp16, "avx10_1_512_amx_fp16"),
            Map.entry(dnnl_cpu_isa_avx10_2_512, "avx10_2_512"),
            Map.entry(dnnl_cpu_isa_avx10_2_512_amx_2, "avx10_2_512_amx_2"));
    return names.getOrDefault(isa, String.format(Locale.ROOT, "isa_%x", isa));
  }

  /**
   * What to set in the environment before the process starts so that ND4J's matrix products are
   * fast: the OpenBLAS in it takes Intel CPUs that are newer than itself for very old ones. The
   * oneDNN kernels do not use OpenBLAS.
   */
  public static Optional<String> openBlasAdvice() {
    return openBlasAdvice(NativeVariant.cpuFlags(), System.getenv());
  }

  static Optional<String> openBlasAdvice(Set<String> flags, Map<String, String> environment) {
    return environment.containsKey("OPENBLAS_CORETYPE")
            || flags.stream().noneMatch(UNKNOWN_TO_OPENBLAS::contains)
        ? Optional.empty()
        : Optional.of("OPENBLAS_CORETYPE=SKYLAKEX");
  }
}
