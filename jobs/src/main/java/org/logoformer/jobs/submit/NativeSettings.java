package org.logoformer.jobs.submit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.SparkConfig;

/** What native code reads when a process starts; alike in all processes. */
public final class NativeSettings {
  private static final String EXTENSION = "-Dorg.bytedeco.javacpp.platform.extension=";

  private NativeSettings() {}

  /** Options of the JVM: which build of ND4J is loaded, by the names that JavaCPP has for them. */
  public static List<String> javaOptions(SparkConfig spark) {
    return switch (spark.nativeVariant()) {
      case AUTO -> List.of();
      case AVX512 -> List.of(EXTENSION + "-avx512");
      case AVX2 -> List.of(EXTENSION + "-avx2");
      case PLAIN -> List.of(EXTENSION);
    };
  }

  /** Environment variables. */
  public static Map<String, String> environment(LogoConfig config) {
    Map<String, String> variables = new TreeMap<>();
    String threads = Integer.toString(config.train().threads());
    variables.put("OMP_NUM_THREADS", threads);
    variables.put("OPENBLAS_NUM_THREADS", threads);
    // Threads wait for each other awake, a tenth of a millisecond; then they make room for Java
    // threads, which would be slowed down far more than what waking up costs.
    variables.put("GOMP_SPINCOUNT", "3000");
    switch (config.spark().nativeVariant()) {
      case AUTO -> {}
      case AVX512 -> instructions(variables, "AVX512_CORE", "SKYLAKEX");
      case AVX2 -> instructions(variables, "AVX2", "HASWELL");
      case PLAIN -> instructions(variables, "SSE41", "NEHALEM");
    }
    if (config.spark().gpus() > 0) {
      // The order of nvidia-smi, which gpu-discovery.sh counts by.
      variables.put("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
    }
    return variables;
  }

  private static void instructions(Map<String, String> variables, String oneDnn, String openBlas) {
    variables.put("ONEDNN_MAX_CPU_ISA", oneDnn);
    variables.put("OPENBLAS_CORETYPE", openBlas);
  }
}
