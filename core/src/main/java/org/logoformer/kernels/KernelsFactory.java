package org.logoformer.kernels;

import org.logoformer.config.TrainConfig.KernelChoice;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.kernels.nd4j.Nd4jKernels;
import org.logoformer.kernels.onednn.InstructionSet;
import org.logoformer.kernels.onednn.OneDnnKernels;
import org.logoformer.runtime.Backend;
import org.logoformer.runtime.NativeBuild;
import org.logoformer.runtime.Threads;
import org.nd4j.linalg.api.buffer.DataType;

/** The one place that knows the implementations of {@link Kernels}. */
public final class KernelsFactory {
  private KernelsFactory() {}

  /**
   * Kernels of the calling thread, on the backend that ND4J runs on.
   *
   * @param choice {@code auto} takes oneDNN wherever it can do the job
   * @param type FLOAT or DOUBLE
   * @param threads OpenMP threads of each operation on a CPU
   * @throws ConfigException if the chosen implementation has no such type or device
   * @throws ClusterException if this is a CUDA build and no GPU can serve it
   */
  public static Kernels make(KernelChoice choice, DataType type, int threads) {
    if (resolve(choice, type) == KernelChoice.ONEDNN) {
      return new OneDnnKernels(threads);
    }
    if (Backend.select() == Backend.CPU) {
      Threads.use(threads);
    }
    return new Nd4jKernels(type);
  }

  /** What {@link #make} takes here: ONEDNN or ND4J, for a choice that may be AUTO. */
  public static KernelChoice resolve(KernelChoice choice, DataType type) {
    return resolve(choice, type, Backend.select());
  }

  /**
   * The vector instructions that kernels of a {@link #resolve resolved} choice use on a CPU; which
   * bits come out depends on them.
   */
  public static String instructionSet(KernelChoice resolved) {
    return resolved == KernelChoice.ONEDNN
        ? InstructionSet.effective()
        : NativeBuild.instructionSet();
  }

  /** ONEDNN or ND4J for a choice that may be AUTO. */
  static KernelChoice resolve(KernelChoice choice, DataType type, Backend backend) {
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      throw new ConfigException(
          "Networks compute in f32 or f64, not in " + type + ": set train.precision to f32 or f64");
    }
    return switch (choice) {
      case ND4J -> KernelChoice.ND4J;
      case AUTO ->
          type == DataType.FLOAT && backend == Backend.CPU
              ? KernelChoice.ONEDNN
              : KernelChoice.ND4J;
      case ONEDNN -> {
        if (type != DataType.FLOAT) {
          throw new ConfigException(
              "train.kernels = onednn computes in f32 only, but train.precision is f64: set"
                  + " train.kernels to nd4j or auto, or train.precision to f32");
        }
        if (backend != Backend.CPU) {
          throw new ConfigException(
              "train.kernels = onednn computes in host memory, but ND4J runs on CUDA: set"
                  + " train.kernels to nd4j or auto");
        }
        yield KernelChoice.ONEDNN;
      }
    };
  }
}
