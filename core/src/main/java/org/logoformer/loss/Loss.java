package org.logoformer.loss;

import java.util.function.Function;
import org.logoformer.config.LossConfig;
import org.logoformer.nn.Objective;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * The loss of a run as DL4J calls it, over what the network gives for a batch: logits [B, C], or,
 * if it {@link #readsFeatures}, logits and features side by side, [B, C + d].
 */
public interface Loss extends ILossFunction, Objective {
  /** The configured loss. */
  static Loss of(LossConfig config) {
    ExpressionLoss onLogits = ExpressionLoss.of(config);
    return config.readsFeatures() ? FeatureLoss.of(config, onLogits) : onLogits;
  }

  /** From now on the loss of epoch {@code number}, from 0; before it is told: of the last. */
  void epoch(int number);

  /**
   * Gives the loss what it keeps.
   *
   * @param arrays by the name that they were declared as: views, so writing sets them
   */
  default void keeps(Function<String, INDArray> arrays) {}

  /**
   * What the loss keeps, moved by the batch that it was asked about last. It moves when the result
   * is run: until then, further passes of a step see what the first one saw.
   */
  default Runnable moved() {
    return () -> {};
  }
}
