package org.logoformer.loss;

import java.util.Arrays;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What DL4J asks of any loss, by the one evaluation of a batch that differs between losses. The
 * gradient is that of the mean over the batch, so that SAM's norm and everything behind it sees the
 * gradient of the loss that is reported; the network is configured with {@code miniBatch(false)} so
 * that DL4J does not divide again.
 */
abstract class BatchLoss implements Loss {
  private static final long serialVersionUID = 1L;

  /**
   * The loss of a batch.
   *
   * @param losses of each clip, [B]
   * @param gradients of their sum by what the network gave, [B, columns]
   */
  record Evaluated(double[] losses, double[][] gradients) {
    double sum() {
      return Arrays.stream(losses).sum();
    }
  }

  /**
   * @param targets class of each clip
   * @param classes C
   * @param outputs [B, columns]
   */
  abstract Evaluated evaluate(int[] targets, int classes, double[][] outputs);

  /** Refuses outputs whose number of columns does not fit the classes. */
  abstract void requireColumns(INDArray labels, INDArray outputs);

  @Override
  public final double computeScore(
      INDArray labels, INDArray outputs, IActivation activation, INDArray mask, boolean average) {
    double sum = evaluate(labels, outputs, mask).sum();
    return average ? sum / outputs.size(0) : sum;
  }

  @Override
  public final INDArray computeScoreArray(
      INDArray labels, INDArray outputs, IActivation activation, INDArray mask) {
    return Nd4j.createFromArray(evaluate(labels, outputs, mask).losses())
        .castTo(outputs.dataType())
        .reshape(outputs.size(0), 1);
  }

  @Override
  public final INDArray computeGradient(
      INDArray labels, INDArray outputs, IActivation activation, INDArray mask) {
    return gradient(evaluate(labels, outputs, mask), outputs);
  }

  @Override
  public final Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray outputs, IActivation activation, INDArray mask, boolean average) {
    Evaluated e = evaluate(labels, outputs, mask);
    return new Pair<>(average ? e.sum() / outputs.size(0) : e.sum(), gradient(e, outputs));
  }

  private static INDArray gradient(Evaluated e, INDArray outputs) {
    return Nd4j.createFromArray(e.gradients()).divi(outputs.size(0)).castTo(outputs.dataType());
  }

  private Evaluated evaluate(INDArray labels, INDArray outputs, INDArray mask) {
    if (mask != null) {
      throw new UnsupportedOperationException("A clip has one label: masks mean nothing here");
    }
    requireColumns(labels, outputs);
    return evaluate(targets(labels), (int) labels.size(1), rows(outputs));
  }

  /** The class of each clip. */
  static int[] targets(INDArray labels) {
    int[] targets = new int[(int) labels.size(0)];
    double[][] oneHot = rows(labels);
    for (int b = 0; b < targets.length; b++) {
      for (int c = 0; c < oneHot[b].length; c++) {
        targets[b] = oneHot[b][c] > oneHot[b][targets[b]] ? c : targets[b];
      }
    }
    return targets;
  }

  static double[][] rows(INDArray matrix) {
    double[][] rows = new double[(int) matrix.size(0)][(int) matrix.size(1)];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = matrix.getDouble(i, j);
      }
    }
    return rows;
  }
}
