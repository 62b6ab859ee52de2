package org.logoformer.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.logoformer.nn.Parameter;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The vectors of a step, restricted to what is trained, as an {@link Ascent} sees them. */
final class TrainedVectors {
  private final SamGraph graph;
  private INDArray saved;

  TrainedVectors(SamGraph graph) {
    this.graph = graph;
  }

  /** w; a view. */
  INDArray parameters() {
    return graph.trained(graph.params());
  }

  /** Of the last pass; a view. */
  INDArray gradient() {
    return graph.trained(graph.getGradientsViewArray());
  }

  /** The direction kept between steps, a view into the updater state behind the momentum. */
  INDArray kept() {
    INDArray state = graph.getUpdater(true).getStateViewArray();
    long n = state.length() / 2;
    return state.reshape(state.length()).get(NDArrayIndex.interval(n, 2 * n));
  }

  /** Where the trained parameters without "weight" in their name lie, in order, merged. */
  List<Asam.Range> unscaled() {
    List<Asam.Range> ranges = new ArrayList<>();
    for (Parameter p : graph.network().layout().parameters()) {
      if (p.trainable() && !p.name().contains("weight")) {
        int last = ranges.size() - 1;
        boolean adjoins = last >= 0 && ranges.get(last).to() == p.offset();
        long from = adjoins ? ranges.remove(last).from() : p.offset();
        ranges.add(new Asam.Range(from, p.offset() + p.length()));
      }
    }
    return ranges;
  }

  /** Steps done so far. */
  int iteration() {
    return graph.getIterationCount();
  }

  /**
   * Replaces the gradient by that at w + {@code perturbation}, and restores w even if that fails.
   *
   * @param perturbation adds e to the vector it is given
   */
  void gradientAt(Consumer<INDArray> perturbation) {
    INDArray w = parameters();
    if (saved == null) {
      saved = w.dup();
    } else {
      saved.assign(w);
    }
    try {
      perturbation.accept(w);
      graph.secondPass();
    } finally {
      w.assign(saved);
    }
  }
}
