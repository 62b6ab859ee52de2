package org.logoformer.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.network.Softmax;
import org.logoformer.metrics.ConfusionMatrix;
import org.logoformer.random.Keyed;

/** The fixture is written by {@code metrics/scikit_learn.py}, which says what the cases are. */
final class ScikitLearnTest {
  private static final Path FIXTURE = Path.of("src/test/resources/metrics/scikit-learn.csv.gz");

  /** The fixture has 12 digits. */
  private static final double CLOSE = 1e-11;

  /**
   * The test of FERV39k in the log of MAE-DFER (Sun et al., ACM MM 2023) that its authors publish:
   * https://github.com/sunlicai/MAE-DFER, logs/ferv39k.out, commit 923711b.
   */
  private static final long[][] MAE_DFER = {
    {1076, 57, 201, 59, 40, 33, 7},
    {91, 752, 228, 183, 51, 45, 43},
    {180, 205, 1158, 245, 71, 63, 36},
    {56, 197, 310, 750, 81, 54, 39},
    {78, 63, 138, 116, 192, 17, 34},
    {56, 75, 98, 114, 27, 84, 13},
    {26, 113, 89, 70, 39, 20, 74}
  };

  @Test
  void figuresOfAThousandCasesAreThoseOfScikitLearn() throws IOException {
    List<double[]> expected = expected();
    assertThat(expected).hasSize(1000);
    for (int k = 0; k < expected.size(); k++) {
      int classes = 1 + draw(k, 0, 8);
      List<String> names = IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
      assertThat(figures(Evaluation.of(predictions(k, classes), names)))
          .as("case %d", k)
          .containsExactly(expected.get(k), within(CLOSE));
    }
  }

  @Test
  void aPublishedMatrixHasItsOwnUarAndWar() {
    ConfusionMatrix matrix = ConfusionMatrix.ofCounts(MAE_DFER);
    assertThat(matrix.clips()).isEqualTo(7847);
    // In the log: 43.12 and 52.07 percent, macro F1 0.4366, and a percentage for each class.
    assertThat(100 * matrix.uar()).isCloseTo(43.12, within(0.005));
    assertThat(100 * matrix.war()).isCloseTo(52.07, within(0.005));
    assertThat(matrix.macroF1()).isCloseTo(0.4366, within(0.00005));
    double[] recalls = {73.05, 53.98, 59.14, 50.44, 30.09, 17.99, 17.17};
    assertThat(IntStream.range(0, 7).mapToDouble(c -> 100 * matrix.recall(c)).toArray())
        .containsExactly(recalls, within(0.005));
  }

  /** In the order of the fixture. */
  private static double[] figures(Evaluation evaluation) {
    ConfusionMatrix matrix = evaluation.matrix();
    DoubleStream figures =
        DoubleStream.of(
            evaluation.uar(), evaluation.war(), matrix.macroF1(), evaluation.calibration().error());
    for (IntToDoubleFunction of :
        List.<IntToDoubleFunction>of(evaluation::recall, matrix::precision, matrix::f1)) {
      figures = DoubleStream.concat(figures, IntStream.range(0, matrix.classes()).mapToDouble(of));
    }
    DoubleStream counts =
        Arrays.stream(matrix.counts()).flatMapToLong(Arrays::stream).asDoubleStream();
    return DoubleStream.concat(figures, counts).toArray();
  }

  private static List<Prediction> predictions(int k, int classes) {
    int truth =
        switch (k % 5) {
          case 1 -> 1 + draw(k, 2, classes);
          case 2 -> 1;
          default -> classes;
        };
    int clips = 1 + draw(k, 1, 120);
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < clips; i++) {
      int at = 3 + i * 10;
      int label = draw(k, at, truth);
      double[] weights = new double[classes];
      Arrays.setAll(weights, c -> 1 + draw(k, at + 1 + c, 6));
      weights[label] += draw(k, at + 9, 4);
      weights[0] += k % 5 == 3 ? 10 : 0;
      weights[label] += k % 5 == 4 ? 10 : 0;
      double sum = Arrays.stream(weights).sum();
      predictions.add(
          new Prediction(
              "clip " + i,
              "",
              label,
              Softmax.argmax(weights),
              Arrays.stream(weights).map(w -> w / sum).boxed().toList()));
    }
    return predictions;
  }

  private static int draw(int k, int at, int bound) {
    return (int) ((Keyed.hash(14, k, at) >>> 1) % bound);
  }

  private static List<double[]> expected() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(FIXTURE)), StandardCharsets.US_ASCII))) {
      return lines.lines().map(ScikitLearnTest::numbers).toList();
    }
  }

  private static double[] numbers(String line) {
    return Arrays.stream(line.replace("nan", "NaN").split(","))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }
}
