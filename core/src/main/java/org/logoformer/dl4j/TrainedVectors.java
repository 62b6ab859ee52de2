package org.logoformer.dl4j;

import java.util.List;
import java.util.function.Consumer;
import org.logoformer.nn.Layout;
import org.logoformer.nn.Parameter;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.VectorOps;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The vectors of a step, restricted to what is trained, as an {@link Ascent} sees them. */
final class TrainedVectors {
  private final SamGraph graph;
  private Tensor saved;

  TrainedVectors(SamGraph graph) {
    this.graph = graph;
  }

  /** Arithmetic on them. */
  VectorOps ops() {
    return graph.vectors();
  }

  /** w; a view. */
  Tensor parameters() {
    return NdArrays.tensor(graph.trained(graph.params()));
  }

  /** The gradient of the last pass; a view. */
  Tensor gradient() {
    return NdArrays.tensor(graph.trained(graph.getGradientsViewArray()));
  }

  /** The direction kept between steps, a view into the updater state behind the momentum. */
  Tensor kept() {
    INDArray state = graph.getUpdater(true).getStateViewArray();
    long n = state.length() / 2;
    return NdArrays.tensor(state.reshape(state.length())).slice(0, n, 2 * n);
  }

  /** Where the trained parameters without "weight" in their name lie. */
  List<Layout.Range> unscaled() {
    Layout layout = graph.network().layout();
    return layout.ranges(
        layout.parameters().stream()
            .filter(p -> p.trainable() && !p.name().contains("weight"))
            .map(Parameter::name)
            .toList());
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
  void gradientAt(Consumer<Tensor> perturbation) {
    VectorOps ops = ops();
    Tensor w = parameters();
    if (saved == null) {
      saved = ops.fresh(w);
    }
    ops.copy(w, saved);
    try {
      perturbation.accept(w);
      graph.secondPass();
    } finally {
      ops.copy(saved, w);
    }
  }
}
