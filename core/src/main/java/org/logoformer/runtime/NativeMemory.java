package org.logoformer.runtime;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Limits of JavaCPP for native memory. Its own defaults follow the Java heap, which here is the
 * smaller part: activations, gradients and parameters are native.
 */
final class NativeMemory {
  private static final String MAX_BYTES = "org.bytedeco.javacpp.maxbytes";
  private static final String MAX_PHYSICAL = "org.bytedeco.javacpp.maxphysicalbytes";

  private NativeMemory() {}

  /** Sets the limits that no property sets yet; works until JavaCPP is loaded. */
  static void limit() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    // In a container, what the container may use.
    long machine = system.getTotalMemorySize();
    long heap = Runtime.getRuntime().maxMemory();
    setDefault(MAX_BYTES, maxBytes(machine, heap));
    // That bound costs a look into /proc for each native object: a third of a small network's time.
    setDefault(MAX_PHYSICAL, 0);
  }

  /** What the heap leaves, but never less than JavaCPP's default. */
  static long maxBytes(long machine, long heap) {
    return Math.max(heap, machine - heap);
  }

  private static void setDefault(String property, long bytes) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Long.toString(bytes));
    }
  }
}
