package org.logoformer.loss;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.logoformer.config.LossConfig;
import org.logoformer.config.LossConfig.Form;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * L = CE + lambda * compact term, over logits [B, C] and one-hot labels [B, C]. Lambda may rise
 * from 0 over the first epochs.
 *
 * <p>The gradient is that of the mean over the batch, so that SAM's norm and everything behind it
 * sees the gradient of the loss that is reported; the network is configured with {@code
 * miniBatch(false)} so that DL4J does not divide again. Label smoothing and class weights act on
 * the cross entropy: weight_y * -sum_c ((1-s) [c=y] + s/C) log p_c; the mean divides by B, not by
 * the sum of weights, so that it adds up over workers.
 */
// DL4J's mapper sees public members only, unless told otherwise.
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE)
public final class ExpressionLoss implements ILossFunction {
  private static final long serialVersionUID = 1L;

  private final Form form;
  private final double lambda;
  private final int startEpoch;
  private final int warmupEpochs;
  private final double smoothing;
  private final double[] classWeights;
  private transient int epoch = Integer.MAX_VALUE;

  /**
   * @param form of the compact term
   * @param lambda weight of the compact term
   * @param startEpoch epochs without the compact term
   * @param warmupEpochs epochs after those in which its weight rises to lambda
   * @param smoothing share of the target's probability spread over all classes
   * @param classWeights one per class, or empty for none
   */
  @JsonCreator
  public ExpressionLoss(
      @JsonProperty("form") Form form,
      @JsonProperty("lambda") double lambda,
      @JsonProperty("startEpoch") int startEpoch,
      @JsonProperty("warmupEpochs") int warmupEpochs,
      @JsonProperty("smoothing") double smoothing,
      @JsonProperty("classWeights") double[] classWeights) {
    this.form = form;
    this.lambda = lambda;
    this.startEpoch = startEpoch;
    this.warmupEpochs = warmupEpochs;
    this.smoothing = smoothing;
    this.classWeights = classWeights.clone();
  }

  /** The configured loss. */
  public static ExpressionLoss of(LossConfig config) {
    List<Double> weights = config.classWeights();
    LossConfig.Compact compact = config.compact();
    return new ExpressionLoss(
        compact.form(),
        compact.weight(),
        compact.startEpoch(),
        compact.warmupEpochs(),
        config.labelSmoothing(),
        weights.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** From now on the loss of epoch {@code number}, from 0; before it is told: of the last. */
  public void epoch(int number) {
    epoch = number;
  }

  private double compactWeight() {
    return new LossConfig.Compact(form, lambda, startEpoch, warmupEpochs).weight(epoch);
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    double sum = Arrays.stream(evaluate(labels, preOutput, mask).losses()).sum();
    return average ? sum / preOutput.size(0) : sum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    return Nd4j.createFromArray(evaluate(labels, preOutput, mask).losses())
        .castTo(preOutput.dataType())
        .reshape(preOutput.size(0), 1);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    return gradient(evaluate(labels, preOutput, mask), preOutput);
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    Evaluated e = evaluate(labels, preOutput, mask);
    double sum = Arrays.stream(e.losses()).sum();
    return new Pair<>(average ? sum / preOutput.size(0) : sum, gradient(e, preOutput));
  }

  @Override
  public String name() {
    return "expression";
  }

  /** Losses [B] and the gradients of each clip's own loss [B, C]. */
  private record Evaluated(double[] losses, double[][] gradients) {}

  private static INDArray gradient(Evaluated e, INDArray preOutput) {
    return Nd4j.createFromArray(e.gradients()).divi(preOutput.size(0)).castTo(preOutput.dataType());
  }

  private Evaluated evaluate(INDArray labels, INDArray logits, INDArray mask) {
    if (mask != null) {
      throw new UnsupportedOperationException("A clip has one label: masks mean nothing here");
    }
    if (!Arrays.equals(labels.shape(), logits.shape())) {
      throw new IllegalArgumentException(
          "Labels %s and logits %s differ in shape"
              .formatted(Arrays.toString(labels.shape()), Arrays.toString(logits.shape())));
    }
    int clips = (int) logits.size(0);
    int classes = (int) logits.size(1);
    double[] losses = new double[clips];
    double[][] gradients = new double[clips][classes];
    for (int b = 0; b < clips; b++) {
      double[] row = new double[classes];
      int target = 0;
      for (int c = 0; c < classes; c++) {
        row[c] = logits.getDouble(b, c);
        target = labels.getDouble(b, c) > labels.getDouble(b, target) ? c : target;
      }
      losses[b] = loss(row, target, gradients[b]);
    }
    return new Evaluated(losses, gradients);
  }

  private double loss(double[] logits, int target, double[] gradient) {
    double weight = classWeights.length == 0 ? 1 : classWeights[target];
    double[] log = Softmax.log(logits);
    double spread = smoothing / logits.length;
    double loss = 0;
    for (int c = 0; c < logits.length; c++) {
      double wanted = spread + (c == target ? 1 - smoothing : 0);
      loss -= weight * wanted * log[c];
      gradient[c] += weight * (StrictMath.exp(log[c]) - wanted);
    }
    double compact = compactWeight();
    if (compact != 0) {
      loss += compact * new CompactTerm(form).add(logits, target, compact, gradient);
    }
    return loss;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ExpressionLoss other
        && form == other.form
        && lambda == other.lambda
        && startEpoch == other.startEpoch
        && warmupEpochs == other.warmupEpochs
        && smoothing == other.smoothing
        && Arrays.equals(classWeights, other.classWeights);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        form, lambda, startEpoch, warmupEpochs, smoothing, Arrays.hashCode(classWeights));
  }

  @Override
  public String toString() {
    return "ExpressionLoss(" + form + ", lambda " + lambda + ", smoothing " + smoothing + ")";
  }
}
