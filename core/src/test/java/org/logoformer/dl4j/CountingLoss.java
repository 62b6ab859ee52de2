package org.logoformer.dl4j;

import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.logoformer.config.LossConfig.Form;
import org.logoformer.loss.ExpressionLoss;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** The default loss, counting how often its gradient is asked for: once per pass. */
final class CountingLoss implements ILossFunction {
  private static final long serialVersionUID = 1L;

  private final ExpressionLoss loss = new ExpressionLoss(Form.SYMMETRIC, 1, 0, 0, 0, new double[0]);
  private int gradients;

  static CountingLoss installIn(SamGraph graph) {
    CountingLoss counting = new CountingLoss();
    ((LossLayer) graph.getOutputLayer(0).conf().getLayer()).setLossFn(counting);
    return counting;
  }

  int gradients() {
    return gradients;
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    return loss.computeScore(labels, preOutput, activation, mask, average);
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    return loss.computeScoreArray(labels, preOutput, activation, mask);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    gradients++;
    return loss.computeGradient(labels, preOutput, activation, mask);
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    gradients++;
    return loss.computeGradientAndScore(labels, preOutput, activation, mask, average);
  }

  @Override
  public String name() {
    return loss.name();
  }
}
