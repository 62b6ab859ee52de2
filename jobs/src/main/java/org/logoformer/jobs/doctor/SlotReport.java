package org.logoformer.jobs.doctor;

import java.io.Serializable;
import java.util.List;
import org.logoformer.runtime.Gpu;

/**
 * What a slot of an executor says of itself.
 *
 * @param executor its id
 * @param computes how, or why it cannot
 * @param kernels what its process says of them
 * @param gpus of its machine
 * @param assigned address of the GPU that Spark assigned to the task; empty if none
 * @param marker why the marker in {@code run.dir} cannot be read there; empty if it can
 * @param clip why a clip of the shard set cannot be read there; empty if it can
 */
record SlotReport(
    String executor,
    String host,
    Computes computes,
    KernelReport kernels,
    List<Gpu> gpus,
    String assigned,
    String marker,
    String clip)
    implements Serializable {

  /**
   * What decides which bits come out.
   *
   * @param failure why nothing comes out; empty if something does
   * @param software version and commit of this project, and Java's
   * @param backend CPU or CUDA
   * @param instructions of the kernels, and of ND4J's native code
   * @param probe the bits of a fixed training step
   */
  record Computes(
      String failure, String software, String cpu, String backend, String instructions, long probe)
      implements Serializable {}

  /** {@code executor 3 on host}. */
  String name() {
    return "executor " + executor + " on " + host;
  }
}
