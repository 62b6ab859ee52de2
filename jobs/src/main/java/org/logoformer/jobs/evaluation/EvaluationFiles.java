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
 * last {@code metrics.json}.
 */
record EvaluationFiles(Configuration hadoop, Path folder) {
  Path predictions() {
    return new Path(folder, "predictions.parquet");
  }

  Path metrics() {
    return new Path(folder, "metrics.json");
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
            png ->
                AtomicFile.write(hadoop, new Path(folder, "confusion.png"), out -> out.write(png)));
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
}
