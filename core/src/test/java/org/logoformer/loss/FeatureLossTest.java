package org.logoformer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.LossConfig.Form;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Expected numbers are PyTorch's in double precision: cross_entropy, cdist(p=1), backward. */
class FeatureLossTest {
  private static final int CLASSES = 3;
  private static final int[] TARGETS = {2, 0, 0, 1, 0};

  /** Three logits and two features of each clip. */
  private static final double[][] OUTPUTS = {
    {0.3, -1.2, 2.0, 0.5, -1.0},
    {1.5, 0.2, -0.7, 1.25, 0.75},
    {-0.4, 0.8, 0.6, -0.25, 2.0},
    {0.1, 0.9, -0.3, 0.5, 0.125},
    {0.7, 0.0, 1.1, -1.5, 0.375}
  };

  private static final double[][] CENTERS = {{0.1, 0.2}, {-0.3, 0.4}, {0.5, -0.6}};
  private static final double EPSILON = 1e-3;

  /** Of cross entropy alone, which both have. */
  private static final double[] FIRST_BY_LOGITS = {
    0.02986377243667824, 0.006663508326432279, -0.036527280763110515
  };

  @Test
  void centerLossIsThatOfPyTorch() {
    FeatureLoss loss = loss(0.3, 0);
    assertThat(loss.computeScore(labels(), outputs(), null, null, true))
        .isCloseTo(1.0800535658497676, within(1e-14));
    requireGradient(
        loss,
        new double[][] {
          {0, -0.024}, {0.069, 0.033}, {-0.021, 0.108}, {0.048, -0.0165}, {-0.096, 0.0105}
        });
  }

  @Test
  void theLossOfEcStflIsThatOfPyTorch() {
    FeatureLoss loss = loss(0, 0.3);
    assertThat(loss.computeScore(labels(), outputs(), null, null, true))
        .isCloseTo(0.92446144515331, within(1e-14));
    requireGradient(
        loss,
        new double[][] {
          {8.683157771618901e-05, 0.012436481101743549},
          {-0.0026742971032383545, -0.02632745891703523},
          {0.005529086379036725, 0.012975692529660238},
          {0.007353904805288412, 0.03401840229765011},
          {-0.010295525658802969, -0.033103117012018665}
        });
  }

  private static void requireGradient(FeatureLoss loss, double[][] byFeatures) {
    INDArray gradient = loss.computeGradient(labels(), outputs(), null, null);
    assertThat(gradient.shape()).containsExactly(5, 5);
    for (int c = 0; c < CLASSES; c++) {
      assertThat(gradient.getDouble(0, c)).isCloseTo(FIRST_BY_LOGITS[c], within(1e-14));
    }
    for (int b = 0; b < TARGETS.length; b++) {
      for (int k = 0; k < 2; k++) {
        assertThat(gradient.getDouble(b, CLASSES + k)).isCloseTo(byFeatures[b][k], within(1e-14));
      }
    }
  }

  @Test
  void centersFollowTheirClipsByTheRuleOfThePaper() {
    INDArray centers = Nd4j.createFromArray(CENTERS);
    FeatureLoss loss = loss(0.3, 0);
    loss.keeps(name -> centers);
    loss.computeScore(labels(), outputs(), null, null, true);
    Runnable move = loss.moved();
    assertThat(centers).as("until it is run").isEqualTo(Nd4j.createFromArray(CENTERS));
    move.run();
    double[][] expected = {{0, 0.515625}, {-0.1, 0.33125}, {0.5, -0.7}};
    assertThat(centers.sub(Nd4j.createFromArray(expected)).amaxNumber().doubleValue())
        .isLessThan(1e-15);
  }

  @Test
  void theCenterOfAClassWithoutClipsStays() {
    double[][] moved = CenterTerm.moved(CENTERS, new double[][] {{4, 4}}, new int[] {1}, 0.5);
    assertThat(moved[0]).isEqualTo(CENTERS[0]);
    assertThat(moved[2]).isEqualTo(CENTERS[2]);
    assertThat(moved[1]).isNotEqualTo(CENTERS[1]);
  }

  @ParameterizedTest
  @CsvSource({"0.4, 0, SYMMETRIC", "0, 0.7, SYMMETRIC", "0.4, 0.7, PRINTED"})
  void gradientIsThatOfTheMeanLoss(double center, double cluster, Form form) {
    ExpressionLoss onLogits = new ExpressionLoss(form, 0.5, 0, 0, 0.1, new double[] {1, 0.5, 2});
    FeatureLoss loss = loss(onLogits, center, cluster);
    INDArray outputs = outputs();
    INDArray gradient = loss.computeGradient(labels(), outputs, null, null);
    double step = 1e-6;
    for (int i = 0; i < outputs.length(); i++) {
      double x = outputs.getDouble(i);
      outputs.putScalar(i, x + step);
      double up = loss.computeScore(labels(), outputs, null, null, true);
      outputs.putScalar(i, x - step);
      double down = loss.computeScore(labels(), outputs, null, null, true);
      outputs.putScalar(i, x);
      assertThat(gradient.getDouble(i)).isCloseTo((up - down) / (2 * step), within(1e-8));
    }
  }

  @Test
  void clipsOfOneClassOrAClipAloneHaveNoLossOfClusters() {
    for (int clips = 1; clips < 3; clips++) {
      double[] losses = new double[clips];
      double[][] gradients = new double[clips][2];
      double[][] features = {{1, 2}, {3, 5}};
      new ClusterTerm(Arrays.copyOf(features, clips), new int[clips], EPSILON)
          .add(1, losses, gradients);
      assertThat(losses).containsOnly(0);
      assertThat(gradients[0]).containsOnly(0);
    }
  }

  @Test
  void clipsOfTwoClassesInOnePlaceHaveAFiniteGradient() {
    double[] losses = new double[3];
    double[][] gradients = new double[3][2];
    double[][] features = {{1, 2}, {1, 2}, {3, 5}};
    new ClusterTerm(features, new int[] {0, 1, 0}, 1e-6).add(1, losses, gradients);
    assertThat(Arrays.stream(losses)).allMatch(Double::isFinite);
    assertThat(Arrays.stream(gradients).flatMapToDouble(Arrays::stream)).allMatch(Double::isFinite);
  }

  @Test
  void survivesJson() throws Exception {
    ObjectMapper mapper = NeuralNetConfiguration.mapper();
    FeatureLoss loss = loss(0.3, 0.7);
    assertThat(mapper.readValue(mapper.writeValueAsString(loss), FeatureLoss.class))
        .isEqualTo(loss);
  }

  @Test
  void logitsAloneAreRefused() {
    FeatureLoss loss = loss(0.3, 0);
    INDArray logits = Nd4j.zeros(DataType.DOUBLE, 5, 3);
    assertThatThrownBy(() -> loss.computeScore(labels(), logits, null, null, true))
        .hasMessageContaining("[5, 3]")
        .hasMessageContaining("training pass");
  }

  @Test
  void onlyALossWithATermOnFeaturesReadsThem() {
    assertThat(Loss.of(LogoConfig.of().loss())).isInstanceOf(ExpressionLoss.class);
    assertThat(Loss.of(LogoConfig.of("loss.center.weight=0.1").loss()).readsFeatures()).isTrue();
    assertThat(Loss.of(LogoConfig.of("loss.ec.weight=0.1").loss()).readsFeatures()).isTrue();
  }

  private static FeatureLoss loss(double center, double cluster) {
    return loss(new ExpressionLoss(Form.SYMMETRIC, 0, 0, 0, 0, new double[0]), center, cluster);
  }

  private static FeatureLoss loss(ExpressionLoss onLogits, double center, double cluster) {
    FeatureLoss loss = new FeatureLoss(onLogits, center, 0.5, cluster, EPSILON);
    loss.keeps(name -> Nd4j.createFromArray(CENTERS));
    return loss;
  }

  private static INDArray outputs() {
    return Nd4j.createFromArray(OUTPUTS);
  }

  private static INDArray labels() {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, TARGETS.length, CLASSES);
    for (int b = 0; b < TARGETS.length; b++) {
      labels.putScalar(b, TARGETS[b], 1);
    }
    return labels;
  }
}
