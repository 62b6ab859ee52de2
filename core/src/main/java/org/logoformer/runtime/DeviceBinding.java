package org.logoformer.runtime;

/**
 * How a thread is put onto a GPU. ND4J's way is built in; a provider found by {@link
 * java.util.ServiceLoader} takes its place, so that a test can watch a machine without a GPU.
 */
public interface DeviceBinding {
  /**
   * Native code called by the current thread uses this GPU from now on.
   *
   * @param ordinal as CUDA counts in this process, from 0
   * @throws org.logoformer.error.ClusterException if this process cannot compute on it
   */
  void bind(int ordinal);
}
