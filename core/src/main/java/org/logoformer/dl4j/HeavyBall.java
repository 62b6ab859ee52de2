package org.logoformer.dl4j;

import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * SGD with heavy-ball momentum: buf = m*buf + g; w -= lr*buf, where g already holds the weight
 * decay and buf starts at 0. Not DL4J's {@code Nesterovs}, which is another rule.
 *
 * <p>The updater state holds buf, and behind it one more vector if the training step keeps a
 * direction between steps (LookSAM): state that lives anywhere else would be lost when a worker is
 * rebuilt.
 */
public final class HeavyBall implements IUpdater {
  private static final long serialVersionUID = 1L;

  private final double momentum;
  private final int vectors;
  private ISchedule schedule;
  private double learningRate;

  /**
   * @param momentum m
   * @param vectors state vectors: 1, or 2 with a kept direction
   * @param schedule of the learning rate; null for a constant one
   * @param learningRate used without a schedule
   */
  @JsonCreator
  public HeavyBall(
      @JsonProperty("momentum") double momentum,
      @JsonProperty("vectors") int vectors,
      @JsonProperty("schedule") ISchedule schedule,
      @JsonProperty("learningRate") double learningRate) {
    this.momentum = momentum;
    this.vectors = vectors;
    this.schedule = schedule;
    this.learningRate = learningRate;
  }

  double momentum() {
    return momentum;
  }

  @Override
  public long stateSize(long parameters) {
    return vectors * parameters;
  }

  @Override
  public GradientUpdater<HeavyBall> instantiate(INDArray view, boolean initialise) {
    HeavyBallUpdater updater = new HeavyBallUpdater(this);
    updater.setStateViewArray(view, view.shape(), 'c', initialise);
    return updater;
  }

  @Override
  public GradientUpdater<HeavyBall> instantiate(Map<String, INDArray> state, boolean initialise) {
    HeavyBallUpdater updater = new HeavyBallUpdater(this);
    updater.setState(state, initialise);
    return updater;
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return schedule == null ? learningRate : schedule.valueAt(iteration, epoch);
  }

  @Override
  public boolean hasLearningRate() {
    return true;
  }

  @Override
  public void setLrAndSchedule(double lr, ISchedule lrSchedule) {
    this.learningRate = lr;
    this.schedule = lrSchedule;
  }

  @Override
  @SuppressWarnings("MissingSuperCall") // all fields are values
  public HeavyBall clone() {
    return new HeavyBall(
        momentum, vectors, schedule == null ? null : schedule.clone(), learningRate);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof HeavyBall other
        && momentum == other.momentum
        && vectors == other.vectors
        && Double.compare(learningRate, other.learningRate) == 0
        && Objects.equals(schedule, other.schedule);
  }

  @Override
  public int hashCode() {
    return Objects.hash(momentum, vectors, schedule, learningRate);
  }
}
