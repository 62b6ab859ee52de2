package org.logoformer.loss;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.logoformer.config.LossConfig;
import org.logoformer.config.LossConfig.Form;
import org.logoformer.nn.Scope;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * L = CE + lambda * compact term, over logits [B, C] and one-hot labels [B, C]. Lambda may rise
 * from 0 over the first epochs.
 *
 * <p>Label smoothing and class weights act on the cross entropy: weight_y * -sum_c ((1-s) [c=y] +
 * s/C) log p_c; the mean divides by B, not by the sum of weights, so that it adds up over workers.
 */
// DL4J's mapper sees public members only, unless told otherwise.
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE)
public final class ExpressionLoss extends BatchLoss {
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

  @Override
  public void epoch(int number) {
    epoch = number;
  }

  private double compactWeight() {
    return new LossConfig.Compact(form, lambda, startEpoch, warmupEpochs).weight(epoch);
  }

  @Override
  public boolean readsFeatures() {
    return false;
  }

  @Override
  public void declare(Scope scope, long classes, long features) {}

  @Override
  public String name() {
    return "expression";
  }

  @Override
  void requireColumns(INDArray labels, INDArray logits) {
    if (!Arrays.equals(labels.shape(), logits.shape())) {
      throw new IllegalArgumentException(
          "Labels %s and logits %s differ in shape"
              .formatted(Arrays.toString(labels.shape()), Arrays.toString(logits.shape())));
    }
  }

  @Override
  Evaluated evaluate(int[] targets, int classes, double[][] logits) {
    double[] losses = new double[targets.length];
    double[][] gradients = new double[targets.length][classes];
    for (int b = 0; b < targets.length; b++) {
      losses[b] = loss(logits[b], targets[b], gradients[b]);
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
