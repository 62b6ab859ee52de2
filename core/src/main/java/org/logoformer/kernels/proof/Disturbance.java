package org.logoformer.kernels.proof;

import java.util.List;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/**
 * Stands between the kernels and their proof and may turn what they compute into a lie, to show
 * that it is found out. Found by {@link java.util.ServiceLoader}; only tests have any.
 */
public interface Disturbance {
  /**
   * What takes the place of {@code made}, which may be itself.
   *
   * @param operation its name, such as "matmul"
   * @param route how it is computed, such as "as it is"
   * @param results what it writes
   */
  Op of(String operation, String route, Op made, List<Tensor> results);
}
