package org.logoformer.runtime;

import java.util.ServiceLoader;
import org.logoformer.error.ClusterException;

/**
 * The one GPU that this process computes on, if any. CUDA keeps the device per thread and ND4J
 * deals unbound threads out over all GPUs of the machine, so every thread that touches ND4J binds
 * itself: the one that computes with {@link #use}, those that work for it with {@link #follow}.
 */
public final class Device {
  private static final Device OF_PROCESS =
      new Device(
          ServiceLoader.load(DeviceBinding.class, Device.class.getClassLoader())
              .findFirst()
              .orElseGet(Nd4jDevice::new));

  private final DeviceBinding binding;
  private volatile Integer chosen;

  Device(DeviceBinding binding) {
    this.binding = binding;
  }

  /** The device of this process. */
  public static Device ofProcess() {
    return OF_PROCESS;
  }

  /**
   * The current thread computes on this GPU, which becomes the one of the process.
   *
   * @param ordinal as CUDA counts in this process, from 0
   * @throws ClusterException if the process already computes on another one, or cannot on this one
   */
  public synchronized void use(int ordinal) {
    if (chosen != null && chosen != ordinal) {
      throw new ClusterException(
          "This process computes on GPU %d and cannot change to GPU %d: give each executor one GPU (spark.gpus = 1)"
              .formatted(chosen, ordinal));
    }
    binding.bind(ordinal);
    chosen = ordinal;
  }

  /** The current thread computes where the process does; without a GPU nothing happens. */
  public void follow() {
    Integer ordinal = chosen;
    if (ordinal != null) {
      binding.bind(ordinal);
    }
  }
}
