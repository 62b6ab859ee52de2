package org.logoformer.jobs.slots;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.logoformer.error.ClusterException;
import org.logoformer.runtime.Backend;
import org.logoformer.runtime.Device;

/**
 * Which GPU the tasks of this process compute on: the one that Spark assigned. The first task takes
 * it for the process; a task that was assigned another one is refused.
 */
public final class Placement {
  /** System property: folder of the lock files, the same for all processes of a machine. */
  static final String LOCKS = "logoformer.gpu-locks";

  private static final String RESOURCE = "gpu";

  /** An executor that was killed may take seconds to be gone when its successor starts. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Backend backend;
  private final IntConsumer device;
  private final Path locks;
  private final Duration patience;
  private OptionalInt taken = OptionalInt.empty();

  /** Held, not closed, until the process ends. */
  @SuppressWarnings("unused")
  private DeviceLock lock;

  /**
   * @param device puts the current thread onto the GPU of that number
   * @param locks folder of the lock files
   * @param patience how long another process may still hold the GPU
   */
  Placement(Backend backend, IntConsumer device, Path locks, Duration patience) {
    this.backend = backend;
    this.device = device;
    this.locks = locks;
    this.patience = patience;
  }

  /** Of this process. */
  public static Placement ofProcess() {
    return OfProcess.PLACEMENT;
  }

  /**
   * The GPU for the task that runs on the current thread. Without an assignment (a local master) it
   * is GPU 0 of a CUDA build, and none of a CPU build. Does not touch ND4J.
   *
   * @throws ClusterException if Spark assigned what this process cannot use, or another process has
   *     it
   */
  OptionalInt gpu() {
    TaskContext task = TaskContext.get();
    return gpu(task == null ? Map.of() : task.resourcesJMap());
  }

  synchronized OptionalInt gpu(Map<String, ResourceInformation> assigned) {
    OptionalInt wanted = ordinal(assigned.get(RESOURCE));
    if (wanted.isEmpty() || wanted.equals(taken)) {
      return wanted;
    }
    if (taken.isPresent()) {
      throw new ClusterException(
          "Spark assigned GPU %d to a task of an executor that computes on GPU %d: give each executor one GPU (spark.gpus = 1), and not more by spark.conf"
              .formatted(wanted.getAsInt(), taken.getAsInt()));
    }
    String name = physical(wanted.getAsInt(), System.getenv("CUDA_VISIBLE_DEVICES"));
    lock = DeviceLock.take(locks, name, patience);
    taken = wanted;
    return taken;
  }

  /** Puts the current thread, which belongs to a task or a slot, onto a GPU; nothing if empty. */
  void enter(OptionalInt gpu) {
    gpu.ifPresent(device);
  }

  /** Puts the thread of a task that works without a slot onto the GPU that Spark assigned to it. */
  public void enter() {
    enter(gpu());
  }

  private OptionalInt ordinal(ResourceInformation assigned) {
    if (assigned == null) {
      return backend == Backend.CUDA ? OptionalInt.of(0) : OptionalInt.empty();
    }
    String[] addresses = assigned.addresses();
    if (addresses.length != 1 || !addresses[0].matches("\\d{1,4}")) {
      throw new ClusterException(
          "Spark assigned the GPUs [%s] to one task, but a task computes on one, given by its number: set spark.gpus=1 and let submit/gpu-discovery.sh find the GPUs"
              .formatted(String.join(", ", addresses)));
    }
    return OptionalInt.of(Integer.parseInt(addresses[0]));
  }

  /** What the machine calls the GPU that CUDA counts as {@code ordinal} among the visible ones. */
  static String physical(int ordinal, String visible) {
    String[] names = visible == null || visible.isBlank() ? new String[0] : visible.split(",", -1);
    String name = ordinal < names.length ? names[ordinal].strip() : Integer.toString(ordinal);
    return name.replaceAll("[^A-Za-z0-9-]", "_");
  }

  private static final class OfProcess {
    static final Placement PLACEMENT =
        new Placement(
            Backend.select(),
            Device.ofProcess()::use,
            Path.of(System.getProperty(LOCKS, "/tmp")),
            PATIENCE);
  }
}
