package org.logoformer.jobs.prediction;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.logoformer.jobs.network.Softmax;

/**
 * The lines of {@code logo predict}: {@code clip,label_index,p_0..,logit_0..,prediction,class}. The
 * prediction is the index of a class, {@code class} its name, and {@code label_index} what earlier
 * versions called the prediction. Of several views the logits are the logarithms of the mean
 * probabilities. Numbers have as many digits as it takes to read back the same float or double.
 */
final class PredictedCsv {
  private PredictedCsv() {}

  /** The first line. */
  static String header(int classes) {
    StringBuilder line = new StringBuilder("clip,label_index");
    IntStream.range(0, classes).forEach(c -> line.append(",p_").append(c));
    IntStream.range(0, classes).forEach(c -> line.append(",logit_").append(c));
    return line.append(",prediction,class\n").toString();
  }

  /**
   * The line of one clip.
   *
   * @param views logits of each
   */
  static String row(String clip, List<double[]> views, List<String> classes) {
    return views.size() == 1
        ? row(clip, views.get(0), classes)
        : row(clip, logarithms(views), classes);
  }

  /** Of the mean of the probabilities: numbers whose softmax it is, as logits are. */
  private static double[] logarithms(List<double[]> views) {
    double[] mean = new double[views.get(0).length];
    for (double[] logits : views) {
      List<Double> probabilities = Softmax.of(logits);
      for (int c = 0; c < mean.length; c++) {
        mean[c] += probabilities.get(c) / views.size();
      }
    }
    return Arrays.stream(mean).map(StrictMath::log).toArray();
  }

  private static String row(String clip, double[] logits, List<String> classes) {
    int prediction = Softmax.argmax(logits);
    StringBuilder line = new StringBuilder(quoted(clip)).append(',').append(prediction);
    Softmax.of(logits).forEach(p -> line.append(',').append(p));
    for (double logit : logits) {
      line.append(',').append(shortest(logit));
    }
    line.append(',').append(prediction).append(',').append(quoted(classes.get(prediction)));
    return line.append('\n').toString();
  }

  /** What a network in f32 answers is written as a float. */
  private static String shortest(double value) {
    return (float) value == value ? Float.toString((float) value) : Double.toString(value);
  }

  private static String quoted(String field) {
    return field.matches("[^\",\r\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
