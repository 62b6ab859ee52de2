package org.logoformer.kernels.proof;

import java.util.function.IntConsumer;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Lanes;

/**
 * Lanes with kernels whose operations are proved.
 *
 * @param proven around those of {@code lanes}, in their order
 */
record ProvenLanes(Lanes lanes, Kernels[] proven) implements Lanes {
  @Override
  public int count() {
    return lanes.count();
  }

  @Override
  public Kernels kernels(int lane) {
    return proven[lane];
  }

  @Override
  public void run(IntConsumer part) {
    lanes.run(part);
  }

  @Override
  public void close() {
    lanes.close();
  }
}
