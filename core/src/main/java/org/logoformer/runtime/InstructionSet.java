package org.logoformer.runtime;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_amx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_fp16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_sse41;

import org.bytedeco.dnnl.global.dnnl;

/** The vector instructions that native code uses in this process; for the record of a run. */
public final class InstructionSet {
  private InstructionSet() {}

  /** Of oneDNN, in its own names; follows the CPU and {@code ONEDNN_MAX_CPU_ISA}. */
  public static String ofOneDnn() {
    int isa = dnnl.dnnl_get_effective_cpu_isa();
    return switch (isa) {
      case dnnl_cpu_isa_sse41 -> "sse41";
      case dnnl_cpu_isa_avx -> "avx";
      case dnnl_cpu_isa_avx2 -> "avx2";
      case dnnl_cpu_isa_avx2_vnni -> "avx2_vnni";
      case dnnl_cpu_isa_avx512_core -> "avx512_core";
      case dnnl_cpu_isa_avx512_core_vnni -> "avx512_core_vnni";
      case dnnl_cpu_isa_avx512_core_bf16 -> "avx512_core_bf16";
      case dnnl_cpu_isa_avx512_core_fp16 -> "avx512_core_fp16";
      case dnnl_cpu_isa_avx512_core_amx -> "avx512_core_amx";
      default -> "0x%x".formatted(isa);
    };
  }

  /** Of the chosen build of ND4J: {@code avx512}, {@code avx2} or {@code plain}. */
  public static String ofNd4j() {
    NativeVariant.select();
    String extension = System.getProperty(NativeVariant.PROPERTY, "");
    return extension.isEmpty() ? "plain" : extension.replaceFirst("^-", "");
  }
}
