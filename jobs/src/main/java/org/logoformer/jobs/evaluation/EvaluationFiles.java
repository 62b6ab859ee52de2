package org.logoformer.jobs.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.jobs.picture.ConfusionPicture;
import org.logoformer.jobs.picture.Pictures;
import org.logoformer.jobs.picture.Theme;
import org.logoformer.storage.AtomicFile;

/**
 * What an evaluation leaves in a folder: {@code predictions.parquet}, {@code confusion.png}, and
 * last {@code metrics.json}; with shuffled frames {@code predictions-shuffled.parquet} and so on,
 * so that they never pass for the real ones.
 */
record EvaluationFiles(Configuration hadoop, Path folder, FrameOrder order) {
  /** In which order the network saw the frames of each clip. */
  enum FrameOrder {
    TEMPORAL(""),
    SHUFFLED("-shuffled");

    private final String suffix;

    FrameOrder(String suffix) {
      this.suffix = suffix;
    }
  }

  Path predictions() {
    return file("predictions", "parquet");
  }

  Path metrics() {
    return file("metrics", "json");
  }

  /** Writes the predictions; the order of the list is the order of the file. */
  void write(List<Prediction> predictions, int classes) {
    PredictionParquet.write(hadoop, predictions(), predictions, classes);
  }

  /** Writes picture and metrics; {@code facts} say what was evaluated. */
  void write(Evaluation evaluation, Map<String, String> facts) {
    Pictures.drawn(
            () -> ConfusionPicture.png(evaluation.classes(), evaluation.counts(), Theme.LIGHT))
        .ifPresent(
            png -> AtomicFile.write(hadoop, file("confusion", "png"), out -> out.write(png)));
    write(metrics(), EvaluationJson.write(evaluation, facts));
  }

  /** Writes a JSON file. */
  void write(Path file, ObjectNode json) {
    AtomicFile.write(
        hadoop,
        file,
        out ->
            out.write(
                new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(json)
                    .concat("\n")
                    .getBytes(StandardCharsets.UTF_8)));
  }

  private Path file(String name, String type) {
    return new Path(folder, name + order.suffix + "." + type);
  }
}
