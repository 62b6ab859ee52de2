package org.logoformer.jobs.slots;

import java.nio.channels.FileChannel;
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
 * Binds the tasks of this process to the GPU that Spark assigned to them. The first task takes its
 * GPU for the whole process; a later task with another GPU is refused.
 */
public final class Placement {
  /** System property with the folder of the lock files, one for all processes of a machine. */
  static final String LOCKS = "logoformer.gpu-locks";

  private static final String RESOURCE = "gpu";

  /** A killed executor may still run for seconds after its successor has started. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Backend backend;
  private final IntConsumer device;
  private final Path locks;
  private final Duration patience;
  private OptionalInt taken = OptionalInt.empty();

  /** Holds the lock of the GPU; open until the process ends. */
  @SuppressWarnings("unused")
  private FileChannel lock;

  /**
   * @param device binds the current thread to the GPU with that number
   * @param locks folder of the lock files
   * @param patience how long another process may still hold the GPU
   */
  Placement(Backend backend, IntConsumer device, Path locks, Duration patience) {
    this.backend = backend;
    this.device = device;
    this.locks = locks;
    this.patience = patience;
  }

  /** The placement of this process. */
  public static Placement ofProcess() {
    return OfProcess.PLACEMENT;
  }

  /**
   * The GPU of the task that runs on the current thread. If Spark assigned none (as a local master
   * does), it is GPU 0 in a CUDA build and none in a CPU build. Does not use ND4J.
   *
   * @throws ClusterException if Spark assigned several GPUs, another one than this process uses, or
   *     one that another process uses
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

  /** Binds the current thread, which belongs to a task or a slot, to a GPU, if there is one. */
  void enter(OptionalInt gpu) {
    gpu.ifPresent(device);
  }

  /** Binds the thread of a task that works without a slot to the GPU that Spark assigned to it. */
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

  /**
   * The machine's name of a GPU, usable in a file name.
   *
   * @param ordinal number of the GPU among those that CUDA shows to this process
   * @param visible value of {@code CUDA_VISIBLE_DEVICES}, or null
   */
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
