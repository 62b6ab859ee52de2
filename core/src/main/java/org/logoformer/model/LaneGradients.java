package org.logoformer.model;

import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Lanes;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/**
 * Gradients by the transformer's parameters, which all lanes share. The first lane leaves its own
 * where the network's gradients are; those of the others are added there, in the order of lanes.
 */
final class LaneGradients {
  private final Lanes lanes;
  private final Variables[] gradients;
  private final Op[][] sums;

  /**
   * @param total the network's gradients
   */
  LaneGradients(Lanes lanes, Variables total) {
    this.lanes = lanes;
    this.gradients = new Variables[lanes.count()];
    this.sums = new Op[lanes.count()][lanes.count() - 1];
    lanes.run(lane -> gradients[lane] = lane == 0 ? total : ownOf(lane, total.layout()));
    lanes.run(this::bind);
  }

  private Variables ownOf(int lane, ParameterLayout layout) {
    // The backbone's part stays untouched, so it takes addresses but no memory.
    return new Variables(layout, lanes.kernels(lane).arena().allocate(layout.length()));
  }

  /** Each lane adds up its share of the elements. */
  private void bind(int lane) {
    Kernels kernels = lanes.kernels(lane);
    Tensor total = share(0, lane);
    for (int other = 1; other < lanes.count(); other++) {
      sums[lane][other - 1] = kernels.add(total, share(other, lane), total);
    }
  }

  /** What lane {@code lane} adds up of the gradients of lane {@code of}. */
  private Tensor share(int of, int lane) {
    ParameterLayout layout = gradients[of].layout();
    long start = layout.transformerOffset();
    long length = layout.trainableLength() - start;
    return gradients[of]
        .flat()
        .slice(
            0, start + length * lane / lanes.count(), start + length * (lane + 1) / lanes.count());
  }

  /** What lane {@code lane} computes. */
  Variables of(int lane) {
    return gradients[lane];
  }

  /** Adds up what the lanes have computed. */
  void sum() {
    if (lanes.count() > 1) {
      lanes.run(
          lane -> {
            for (Op op : sums[lane]) {
              op.run();
            }
          });
    }
  }
}
