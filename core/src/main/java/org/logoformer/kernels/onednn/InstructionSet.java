package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

/** The vector instructions that oneDNN uses in this process. */
public final class InstructionSet {
  private InstructionSet() {}

  /** In oneDNN's own names; follows the CPU and {@code ONEDNN_MAX_CPU_ISA}. */
  public static String effective() {
    return name(dnnl_get_effective_cpu_isa());
  }

  /**
   * Whether there are dot products of bfloat16; without them such products are slower than f32's.
   */
  static boolean hasShortProducts() {
    return hasShortProducts(dnnl_get_effective_cpu_isa());
  }

  static boolean hasShortProducts(int isa) {
    return (isa & dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16;
  }

  static String name(int isa) {
    return switch (isa) {
      case dnnl_cpu_isa_sse41 -> "sse41";
      case dnnl_cpu_isa_avx -> "avx";
      case dnnl_cpu_isa_avx2 -> "avx2";
      case dnnl_cpu_isa_avx2_vnni -> "avx2_vnni";
      case dnnl_cpu_isa_avx2_vnni_2 -> "avx2_vnni_2";
      case dnnl_cpu_isa_avx512_core -> "avx512_core";
      case dnnl_cpu_isa_avx512_core_vnni -> "avx512_core_vnni";
      case dnnl_cpu_isa_avx512_core_bf16 -> "avx512_core_bf16";
      case dnnl_cpu_isa_avx512_core_fp16 -> "avx512_core_fp16";
      case dnnl_cpu_isa_avx512_core_amx -> "avx512_core_amx";
      case dnnl_cpu_isa_avx512_core_amx_fp16 -> "avx512_core_amx_fp16";
      case dnnl_cpu_isa_avx10_2_512 -> "avx10_2_512";
      case dnnl_cpu_isa_avx10_2_512_amx_2 -> "avx10_2_512_amx_2";
      default -> "0x%x".formatted(isa);
    };
  }
}
