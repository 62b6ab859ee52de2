package org.logoformer.runtime;

import java.util.Objects;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** OpenMP threads. */
public final class Threads {
  private Threads() {}

  /**
   * Native code called by the current thread uses {@code threads} threads from now on. OpenMP keeps
   * this number per calling thread, so each slot calls it for itself, before it builds a network.
   */
  public static void use(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("Threads must be at least 1, not " + threads);
    }
    // The holder only works once ND4J has chosen its backend, which the first call to Nd4j does.
    Objects.requireNonNull(Nd4j.getBackend());
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }
}
