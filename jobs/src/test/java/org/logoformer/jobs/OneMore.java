package org.logoformer.jobs;

import java.util.List;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.proof.Disturbance;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Kernels that lie: each result is one more than it should be, for the operations and routes of the
 * system property {@code logo.test.lie}, such as "matmul: as it is" or "matmul: always".
 */
public final class OneMore implements Disturbance {
  static final String PROPERTY = "logo.test.lie";

  @Override
  public Op of(String operation, String route, Op made, List<Tensor> results) {
    String lies = System.getProperty(PROPERTY, "");
    if (!lies.contains(operation + ": " + route) && !lies.equals(operation + ": always")) {
      return made;
    }
    List<INDArray> arrays = results.stream().map(NdArrays::of).toList();
    return () -> {
      made.run();
      arrays.forEach(array -> array.addi(1));
    };
  }
}
