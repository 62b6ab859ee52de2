package org.logoformer.nn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Lanes;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/**
 * Gradients by parameters that all lanes share. The first lane leaves its own where the network's
 * gradients are; those of the others are added there, in the order of lanes.
 */
final class LaneGradients {
  private final Lanes lanes;
  private final ParameterVector[] gradients;
  private final List<List<Op>> sums = new ArrayList<>();

  /**
   * @param total the network's gradients
   */
  LaneGradients(Lanes lanes, ParameterVector total) {
    this.lanes = lanes;
    this.gradients = new ParameterVector[lanes.count()];
    lanes.run(lane -> gradients[lane] = lane == 0 ? total : ownOf(lane, total.layout()));
  }

  private ParameterVector ownOf(int lane, Layout layout) {
    // What no lane computes stays untouched, so it takes addresses but no memory.
    return new ParameterVector(layout, lanes.kernels(lane).arena().allocate(layout.length()));
  }

  /** What lane {@code lane} computes. */
  ParameterVector of(int lane) {
    return gradients[lane];
  }

  /** Says which parameters lanes have gradients of: by their full names. */
  void bind(Collection<String> names) {
    List<Layout.Range> ranges = gradients[0].layout().ranges(names);
    for (int lane = 0; lane < lanes.count(); lane++) {
      sums.add(new ArrayList<>());
    }
    lanes.run(lane -> ranges.forEach(range -> bind(lane, range)));
  }

  /** Each lane adds up its share of the elements. */
  private void bind(int lane, Layout.Range range) {
    long start = range.start() + range.length() * lane / lanes.count();
    long end = range.start() + range.length() * (lane + 1) / lanes.count();
    if (start == end) {
      return;
    }
    Layout.Range share = new Layout.Range(start, end);
    Kernels kernels = lanes.kernels(lane);
    Tensor total = gradients[0].range(share);
    for (int other = 1; other < lanes.count(); other++) {
      sums.get(lane).add(kernels.add(total, gradients[other].range(share), total));
    }
  }

  /** Adds up what the lanes have computed. */
  void sum() {
    if (lanes.count() > 1) {
      lanes.run(lane -> sums.get(lane).forEach(Op::run));
    }
  }
}
