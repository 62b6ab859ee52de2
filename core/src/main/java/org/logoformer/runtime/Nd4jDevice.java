package org.logoformer.runtime;

import java.util.List;
import org.logoformer.error.ClusterException;
import org.nd4j.linalg.factory.Nd4j;

/** A GPU of ND4J's CUDA backend. */
final class Nd4jDevice implements DeviceBinding {
  @Override
  public void bind(int ordinal) {
    if (Backend.select() == Backend.CPU) {
      throw new ClusterException(
          "Spark assigned GPU %d to this process, but this is a CPU build: build with 'mvn -Pcuda package', or set spark.gpus=0 to compute on the CPU"
              .formatted(ordinal));
    }
    // Starts ND4J, unless it runs already.
    int visible = Nd4j.getAffinityManager().getNumberOfDevices();
    require(ordinal, visible, Backend.gpus(), System.getenv("CUDA_VISIBLE_DEVICES"));
    Nd4j.getAffinityManager().unsafeSetDevice(ordinal);
  }

  /**
   * Throws unless this GPU can compute.
   *
   * @param visible how many GPUs CUDA sees
   * @param gpus as nvidia-smi lists them: all of the machine, whatever CUDA sees
   * @param restriction which of them CUDA sees, or null
   */
  static void require(int ordinal, int visible, List<Gpu> gpus, String restriction) {
    if (ordinal >= visible) {
      throw new ClusterException(
          "Spark assigned GPU %d, but CUDA sees %d here (CUDA_VISIBLE_DEVICES = %s): let submit/gpu-discovery.sh find the GPUs, with the same environment as the executors"
              .formatted(ordinal, visible, restriction));
    }
    if (gpus.size() == visible && !gpus.get(ordinal).isSupported()) {
      throw new ClusterException(
          "Spark assigned GPU %d, %s, but %s".formatted(ordinal, gpus.get(ordinal), Gpu.SERVED));
    }
  }
}
