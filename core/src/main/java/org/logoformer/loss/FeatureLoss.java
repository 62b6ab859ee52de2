package org.logoformer.loss;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.logoformer.config.LossConfig;
import org.logoformer.nn.Scope;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A loss on logits, plus terms that read the features in front of the classifier: center loss
 * ({@link CenterTerm}) and the loss of EC-STFL ({@link ClusterTerm}). Over outputs [B, C + d]:
 * logits, then features.
 *
 * <p>The centers [C, d] begin at 0, belong to the network's flat vector and move once a step, by
 * the features of its first pass; both passes of SAM are measured from where they were.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE)
public final class FeatureLoss extends BatchLoss {
  private static final long serialVersionUID = 1L;
  private static final String CENTERS = "centers";

  private final ExpressionLoss onLogits;
  private final double centerWeight;
  private final double centerRate;
  private final double clusterWeight;
  private final double clusterEpsilon;
  private transient INDArray centers;
  private transient double[][] lastFeatures;
  private transient int[] lastTargets;

  /**
   * @param centerWeight of center loss; 0 for none
   * @param centerRate alpha, with which centers follow the features
   * @param clusterWeight of EC-STFL's loss; 0 for none
   * @param clusterEpsilon added to distances between classes
   */
  @JsonCreator
  public FeatureLoss(
      @JsonProperty("onLogits") ExpressionLoss onLogits,
      @JsonProperty("centerWeight") double centerWeight,
      @JsonProperty("centerRate") double centerRate,
      @JsonProperty("clusterWeight") double clusterWeight,
      @JsonProperty("clusterEpsilon") double clusterEpsilon) {
    this.onLogits = onLogits;
    this.centerWeight = centerWeight;
    this.centerRate = centerRate;
    this.clusterWeight = clusterWeight;
    this.clusterEpsilon = clusterEpsilon;
  }

  static FeatureLoss of(LossConfig config, ExpressionLoss onLogits) {
    return new FeatureLoss(
        onLogits,
        config.center().weight(),
        config.center().rate(),
        config.ec().weight(),
        config.ec().epsilon());
  }

  @Override
  public boolean readsFeatures() {
    return true;
  }

  @Override
  public void declare(Scope scope, long classes, long features) {
    if (centerWeight != 0) {
      scope.averaged(CENTERS, classes, features);
    }
  }

  @Override
  public void epoch(int number) {
    onLogits.epoch(number);
  }

  @Override
  public void keeps(Function<String, INDArray> arrays) {
    centers = centerWeight == 0 ? null : arrays.apply(CENTERS);
  }

  @Override
  public Runnable moved() {
    if (centerWeight == 0) {
      return () -> {};
    }
    double[][] moved = CenterTerm.moved(rows(centers), lastFeatures, lastTargets, centerRate);
    return () -> centers.assign(Nd4j.createFromArray(moved).castTo(centers.dataType()));
  }

  @Override
  void requireColumns(INDArray labels, INDArray outputs) {
    if (labels.size(0) != outputs.size(0) || labels.size(1) >= outputs.size(1)) {
      throw new IllegalArgumentException(
          "Labels %s need logits and features of as many clips, not %s: only a training pass of SamGraph gives features"
              .formatted(Arrays.toString(labels.shape()), Arrays.toString(outputs.shape())));
    }
  }

  @Override
  Evaluated evaluate(int[] targets, int classes, double[][] outputs) {
    int clips = targets.length;
    double[][] logits = new double[clips][];
    double[][] features = new double[clips][];
    double[][] byFeatures = new double[clips][outputs[0].length - classes];
    for (int b = 0; b < clips; b++) {
      logits[b] = Arrays.copyOf(outputs[b], classes);
      features[b] = Arrays.copyOfRange(outputs[b], classes, outputs[b].length);
    }
    lastFeatures = features;
    lastTargets = targets;
    Evaluated e = onLogits.evaluate(targets, classes, logits);
    if (centerWeight != 0) {
      CenterTerm.add(features, targets, rows(centers), centerWeight, e.losses(), byFeatures);
    }
    if (clusterWeight != 0) {
      new ClusterTerm(features, targets, clusterEpsilon).add(clusterWeight, e.losses(), byFeatures);
    }
    double[][] gradients = new double[clips][];
    for (int b = 0; b < clips; b++) {
      gradients[b] = Arrays.copyOf(e.gradients()[b], outputs[b].length);
      System.arraycopy(byFeatures[b], 0, gradients[b], classes, byFeatures[b].length);
    }
    return new Evaluated(e.losses(), gradients);
  }

  @Override
  public String name() {
    return "expression and features";
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof FeatureLoss other
        && onLogits.equals(other.onLogits)
        && centerWeight == other.centerWeight
        && centerRate == other.centerRate
        && clusterWeight == other.clusterWeight
        && clusterEpsilon == other.clusterEpsilon;
  }

  @Override
  public int hashCode() {
    return Objects.hash(onLogits, centerWeight, centerRate, clusterWeight, clusterEpsilon);
  }

  @Override
  public String toString() {
    return "FeatureLoss(%s, center %s, cluster %s)"
        .formatted(onLogits, centerWeight, clusterWeight);
  }
}
