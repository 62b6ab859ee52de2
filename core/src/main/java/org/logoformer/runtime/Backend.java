package org.logoformer.runtime;

import java.util.List;
import java.util.stream.Collectors;
import org.logoformer.error.ClusterException;

/** Where ND4J computes in this process. */
public enum Backend {
  CPU,
  CUDA;

  /**
   * Sets the process up and checks its device. To be called before the first use of ND4J by a
   * process that will compute; a second call changes nothing.
   *
   * @throws ClusterException if ND4J's CUDA backend is on the classpath and no GPU can serve it
   */
  public static Backend select() {
    ProcessSetup.run();
    if (!cudaOnClasspath()) {
      return CPU;
    }
    NvidiaSmi.Answer answer = NvidiaSmi.ofProcess().answer();
    answer.require();
    requireGpu(answer.gpus());
    return CUDA;
  }

  /** Vector instructions of ND4J's native code in this process: avx512, avx2 or plain. */
  public static String instructionSet() {
    return NativeVariant.selected();
  }

  static boolean cudaOnClasspath() {
    return Backend.class
            .getClassLoader()
            .getResource("org/nd4j/linalg/jcublas/JCublasBackend.class")
        != null;
  }

  /** Throws unless one of {@code gpus} can compute. */
  static void requireGpu(List<Gpu> gpus) {
    String remedy = " Use a build without -Pcuda to compute on the CPU.";
    if (gpus.isEmpty()) {
      throw new ClusterException(
          "This is a CUDA build, but there is no GPU: 'nvidia-smi' names none, so the driver is"
              + " missing or the container does not pass a GPU on."
              + remedy);
    }
    if (gpus.stream().noneMatch(Gpu::isSupported)) {
      throw new ClusterException(
          "This is a CUDA build, but its GPU is not supported: found %s; %s.%s"
              .formatted(
                  gpus.stream().map(Gpu::toString).collect(Collectors.joining(", ")),
                  Gpu.SERVED,
                  remedy));
    }
  }

  /**
   * The GPUs of this machine that its driver names, in the order of the PCI bus: as they were when
   * this process asked first. None, and a line in the log, if the driver hangs.
   */
  public static List<Gpu> gpus() {
    return NvidiaSmi.ofProcess().answer().gpus();
  }
}
