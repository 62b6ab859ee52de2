package org.logoformer.dl4j;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.VectorOps;
import org.logoformer.tensor.nd4j.NdArrays;

/**
 * Weight decay and {@link HeavyBall} over the whole vector of trained parameters at once. DL4J's
 * own updater comes to the same, but makes a view of a view for each parameter, one inside the
 * other, which takes longer than both passes of a small network.
 */
final class FlatUpdater extends ComputationGraphUpdater {
  private final SamGraph graph;

  FlatUpdater(SamGraph graph) {
    super(graph);
    this.graph = graph;
  }

  /** Turns the gradient of the last step into what is subtracted from the parameters. */
  @Override
  public synchronized void update(
      Gradient gradient, int iteration, int epoch, int batch, LayerWorkspaceMgr workspaces) {
    VectorOps ops = graph.vectors();
    Tensor step = NdArrays.tensor(graph.trained(getFlattenedGradientsView()));
    double decay = graph.network().layerConf().config().optimiser().weightDecay();
    if (decay > 0) {
      ops.addScaled(decay, NdArrays.tensor(graph.trained(getParams())), step);
      graph.tuning().freeze(ops, step);
    }
    heavyBall().apply(ops, step, iteration, epoch);
    graph.tuning().scale(ops, step);
  }

  /** The updater of the one block of parameters that are trained. */
  private HeavyBallUpdater heavyBall() {
    for (UpdaterBlock block : getUpdaterBlocks()) {
      if (block.getGradientUpdater() == null) {
        block.init();
      }
      if (block.getGradientUpdater() instanceof HeavyBallUpdater updater) {
        return updater;
      }
    }
    throw new IllegalStateException("This graph has no trained parameters");
  }
}
