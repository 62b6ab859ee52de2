package org.logoformer.kernels.proof;

import java.util.List;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/**
 * Kernels that lie: the last element of each result is off by one, for the operations and routes of
 * the system property {@code logo.test.lie}, such as "matmul: as it is". Any class path that has
 * the test classes has it.
 */
public final class Lie implements Disturbance {
  static final String PROPERTY = "logo.test.lie";

  @Override
  public Op of(String operation, String route, Op made, List<Tensor> results) {
    String lies = System.getProperty(PROPERTY, "");
    if (!lies.contains(operation + ": " + route) && !lies.equals(operation + ": always")) {
      return made;
    }
    Host[] hosts = results.stream().map(Host::of).toArray(Host[]::new);
    return () -> {
      made.run();
      for (Host host : hosts) {
        int last = host.length() - 1;
        host.put(last, host.get(last) + 1);
      }
    };
  }
}
