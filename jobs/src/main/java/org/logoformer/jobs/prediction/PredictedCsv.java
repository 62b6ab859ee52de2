package org.logoformer.jobs.prediction;

import java.util.stream.IntStream;
import org.logoformer.jobs.evaluation.Softmax;

/**
 * The lines of {@code logo predict}: {@code clip,label_index,p_0..,logit_0..}. Numbers have as many
 * digits as it takes to read back the same float or double.
 */
final class PredictedCsv {
  private PredictedCsv() {}

  /** The first line. */
  static String header(int classes) {
    StringBuilder line = new StringBuilder("clip,label_index");
    IntStream.range(0, classes).forEach(c -> line.append(",p_").append(c));
    IntStream.range(0, classes).forEach(c -> line.append(",logit_").append(c));
    return line.append('\n').toString();
  }

  /** The line of one clip. */
  static String row(String clip, float[] logits) {
    StringBuilder line = new StringBuilder(quoted(clip)).append(',').append(Softmax.argmax(logits));
    Softmax.of(logits).forEach(p -> line.append(',').append(p));
    for (float logit : logits) {
      line.append(',').append(logit);
    }
    return line.append('\n').toString();
  }

  private static String quoted(String field) {
    return field.matches("[^\",\r\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
