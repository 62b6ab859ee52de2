package org.logoformer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.logoformer.config.LossConfig.Form;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class ExpressionLossTest {
  private static final double[][] LOGITS = {
    {0.3, -1.2, 2.0, 0.1}, {1.5, 0.2, -0.7, 0.9}, {-0.4, 0.8, 0.6, -2.1}
  };
  private static final int[] TARGETS = {2, 0, 3};
  private static final double[] NO_WEIGHTS = {};

  @Test
  void crossEntropyIsTheMeanNegativeLogProbability() {
    double expected = 0;
    for (int b = 0; b < LOGITS.length; b++) {
      double sum = 0;
      for (double z : LOGITS[b]) {
        sum += Math.exp(z);
      }
      expected -= Math.log(Math.exp(LOGITS[b][TARGETS[b]]) / sum) / LOGITS.length;
    }
    assertThat(score(Form.SYMMETRIC, 0, 0, NO_WEIGHTS)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void symmetricFormIsTheSumOfBothDivergences() {
    double expected = 0;
    for (int b = 0; b < LOGITS.length; b++) {
      for (double p : others(b)) {
        expected += (1.0 / 3 * Math.log(1.0 / 3 / p) + p * Math.log(p * 3)) / LOGITS.length;
      }
    }
    assertThat(compact(Form.SYMMETRIC)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void printedFormIsTheNumberOfClassesTimesOneDivergence() {
    double expected = 0;
    for (int b = 0; b < LOGITS.length; b++) {
      for (double p : others(b)) {
        expected += 4 * (1.0 / 3 * Math.log(1.0 / 3 / p)) / LOGITS.length;
      }
    }
    assertThat(compact(Form.PRINTED)).isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void compactTermVanishesWhenAllOtherClassesAreEqual(Form form) {
    INDArray logits = Nd4j.createFromArray(new double[][] {{9, -3, -3, -3}});
    INDArray labels = Nd4j.createFromArray(new double[][] {{1, 0, 0, 0}});
    double with = loss(form, 1, 0, NO_WEIGHTS).computeScore(labels, logits, null, null, true);
    double without = loss(form, 0, 0, NO_WEIGHTS).computeScore(labels, logits, null, null, true);
    assertThat(with).isCloseTo(without, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"SYMMETRIC, 0", "SYMMETRIC, 0.1", "PRINTED, 0", "PRINTED, 0.2"})
  void gradientIsThatOfTheMeanLoss(Form form, double smoothing) {
    double[] weights = {1, 0.5, 2, 3};
    ExpressionLoss loss = loss(form, 0.7, smoothing, weights);
    INDArray logits = Nd4j.createFromArray(LOGITS);
    INDArray gradient = loss.computeGradient(labels(), logits, null, null);
    double step = 1e-6;
    for (int i = 0; i < logits.length(); i++) {
      double z = logits.getDouble(i);
      logits.putScalar(i, z + step);
      double up = loss.computeScore(labels(), logits, null, null, true);
      logits.putScalar(i, z - step);
      double down = loss.computeScore(labels(), logits, null, null, true);
      logits.putScalar(i, z);
      assertThat(gradient.getDouble(i)).isCloseTo((up - down) / (2 * step), within(1e-8));
    }
  }

  @Test
  void smoothingSpreadsTheTargetOverAllClasses() {
    double plain = score(Form.SYMMETRIC, 0, 0, NO_WEIGHTS);
    double uniform = 0;
    for (int b = 0; b < LOGITS.length; b++) {
      for (double log : Softmax.log(LOGITS[b])) {
        uniform -= log / 4 / LOGITS.length;
      }
    }
    assertThat(score(Form.SYMMETRIC, 0, 0.1, NO_WEIGHTS))
        .isCloseTo(0.9 * plain + 0.1 * uniform, within(1e-12));
  }

  @Test
  void classWeightsScaleTheCrossEntropyOfTheirClass() {
    double[] onlyClassTwo = {0, 0, 3, 0};
    double expected = -3 * Softmax.log(LOGITS[0])[2] / LOGITS.length;
    assertThat(score(Form.SYMMETRIC, 0, 0, onlyClassTwo)).isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void extremeLogitsGiveFiniteLossAndGradient(Form form) {
    INDArray logits = Nd4j.createFromArray(new float[][] {{-1e4f, 1e4f, 0, 3e4f}});
    INDArray labels = Nd4j.createFromArray(new float[][] {{1, 0, 0, 0}});
    ExpressionLoss loss = loss(form, 1, 0, NO_WEIGHTS);
    assertThat(loss.computeScore(labels, logits, null, null, true)).isFinite();
    INDArray gradient = loss.computeGradient(labels, logits, null, null);
    assertThat(gradient.dataType()).isEqualTo(DataType.FLOAT);
    assertThat(gradient.sumNumber().doubleValue()).isFinite();
  }

  @Test
  void scoresOfExamplesAddUpToTheSum() {
    ExpressionLoss loss = loss(Form.PRINTED, 1, 0, NO_WEIGHTS);
    INDArray logits = Nd4j.createFromArray(LOGITS);
    INDArray each = loss.computeScoreArray(labels(), logits, null, null);
    assertThat(each.shape()).containsExactly(3, 1);
    assertThat(each.sumNumber().doubleValue())
        .isCloseTo(loss.computeScore(labels(), logits, null, null, false), within(1e-12));
    assertThat(loss.computeGradientAndScore(labels(), logits, null, null, true).getFirst())
        .isCloseTo(loss.computeScore(labels(), logits, null, null, true), within(1e-12));
  }

  @Test
  void survivesJson() throws Exception {
    ExpressionLoss loss = loss(Form.PRINTED, 0.3, 0.1, new double[] {1, 2, 3, 4});
    ObjectMapper mapper = NeuralNetConfiguration.mapper();
    String json = mapper.writeValueAsString(loss);
    assertThat(mapper.readValue(json, ExpressionLoss.class)).isEqualTo(loss);
  }

  @Test
  void theCompactTermStartsLateAndGrowsLinearly() {
    double plain = score(Form.SYMMETRIC, 0, 0, NO_WEIGHTS);
    double whole = score(Form.SYMMETRIC, 0.8, 0, NO_WEIGHTS) - plain;
    ExpressionLoss warming = new ExpressionLoss(Form.SYMMETRIC, 0.8, 2, 3, 0, NO_WEIGHTS);
    double[] shares = {0, 0, 0.25, 0.5, 0.75, 1, 1};
    for (int epoch = 0; epoch < shares.length; epoch++) {
      warming.epoch(epoch);
      assertThat(score(warming)).isCloseTo(plain + shares[epoch] * whole, within(1e-12));
    }
  }

  @Test
  void lambdaIsWholeOutsideOfTraining() {
    ExpressionLoss warming = new ExpressionLoss(Form.SYMMETRIC, 0.8, 2, 3, 0, NO_WEIGHTS);
    assertThat(score(warming)).isEqualTo(score(Form.SYMMETRIC, 0.8, 0, NO_WEIGHTS));
  }

  @Test
  void labelsOfAnotherShapeAreRefused() {
    ExpressionLoss loss = loss(Form.SYMMETRIC, 1, 0, NO_WEIGHTS);
    INDArray logits = Nd4j.createFromArray(LOGITS);
    assertThatThrownBy(() -> loss.computeScore(Nd4j.zeros(3, 5), logits, null, null, true))
        .hasMessageContaining("[3, 5]")
        .hasMessageContaining("[3, 4]");
  }

  private static double compact(Form form) {
    return score(form, 1, 0, NO_WEIGHTS) - score(form, 0, 0, NO_WEIGHTS);
  }

  private static double score(Form form, double lambda, double smoothing, double[] weights) {
    return score(loss(form, lambda, smoothing, weights));
  }

  private static double score(ExpressionLoss loss) {
    return loss.computeScore(labels(), Nd4j.createFromArray(LOGITS), null, null, true);
  }

  private static ExpressionLoss loss(Form form, double lambda, double smoothing, double[] weights) {
    return new ExpressionLoss(form, lambda, 0, 0, smoothing, weights);
  }

  /** Softmax over the classes that are not the target. */
  private static double[] others(int b) {
    double sum = 0;
    for (int c = 0; c < 4; c++) {
      sum += c == TARGETS[b] ? 0 : Math.exp(LOGITS[b][c]);
    }
    double[] p = new double[3];
    int i = 0;
    for (int c = 0; c < 4; c++) {
      if (c != TARGETS[b]) {
        p[i++] = Math.exp(LOGITS[b][c]) / sum;
      }
    }
    return p;
  }

  private static INDArray labels() {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 3, 4);
    for (int b = 0; b < 3; b++) {
      labels.putScalar(b, TARGETS[b], 1);
    }
    return labels;
  }
}
