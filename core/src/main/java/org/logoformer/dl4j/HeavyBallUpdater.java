package org.logoformer.dl4j;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
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

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    INDArray buffer = state.get(NDArrayIndex.interval(0, gradient.length()));
    buffer.muli(config.momentum()).addi(gradient);
    gradient.assign(buffer).muli(config.getLearningRate(iteration, epoch));
  }
}
