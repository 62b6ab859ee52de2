package org.logoformer.dl4j;

import java.util.Map;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.VectorOps;
import org.logoformer.tensor.nd4j.NdArrays;
import org.logoformer.tensor.nd4j.NdVectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/** Turns a gradient into the step of {@link HeavyBall}, in place. */
final class HeavyBallUpdater implements GradientUpdater<HeavyBall> {
  private static final String STATE = "state";

  private final HeavyBall config;
  private INDArray state;

  HeavyBallUpdater(HeavyBall config) {
    this.config = config;
  }

  @Override
  public HeavyBall getConfig() {
    return config;
  }

  @Override
  public void setState(Map<String, INDArray> stateMap, boolean initialise) {
    setStateViewArray(stateMap.get(STATE), null, 'c', initialise);
  }

  @Override
  public Map<String, INDArray> getState() {
    return Map.of(STATE, state);
  }

  @Override
  public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialise) {
    state = view.reshape(view.length());
    if (initialise) {
      state.assign(0);
    }
  }

  /** As {@link #apply}; DL4J's own updater calls it. */
  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    apply(new NdVectors(), NdArrays.tensor(gradient), iteration, epoch);
  }

  /**
   * Replaces {@code gradient} by the step.
   *
   * @param gradient contiguous; weight decay is in it
   */
  void apply(VectorOps ops, Tensor gradient, int iteration, int epoch) {
    Tensor buffer = NdArrays.tensor(state).slice(0, 0, gradient.length());
    ops.scale(config.momentum(), buffer);
    ops.addScaled(1, gradient, buffer);
    ops.copy(buffer, gradient);
    ops.scale(config.getLearningRate(iteration, epoch), gradient);
  }
}
