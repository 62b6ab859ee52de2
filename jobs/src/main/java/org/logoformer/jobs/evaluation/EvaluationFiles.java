package org.logoformer.jobs.evaluation;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.picture.ConfusionPicture;
import org.logoformer.jobs.picture.Pictures;
import org.logoformer.jobs.picture.ReliabilityPicture;
import org.logoformer.jobs.picture.Theme;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.FoldFolder;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.storage.AtomicFile;
import org.logoformer.storage.Unreadable;

/** Writes what an evaluation leaves in the folder of a fold, the metrics last. */
record EvaluationFiles(Configuration hadoop, FoldFolder fold) {
  /**
   * Writes the predictions, and the features where there are any; the order of the list is the
   * order of the files. Features of another test do not stay beside these predictions.
   *
   * @param metrics of these predictions
   */
  void write(List<Seen> seen, FoldMetrics metrics) {
    List<Prediction> predictions = seen.stream().map(Seen::prediction).toList();
    removeFeaturesOfAnother(metrics);
    PredictionParquet.write(
        hadoop, fold.predictions(), predictions, metrics.evaluation().classes().size());
    if (seen.stream().anyMatch(s -> s.features().length > 0)) {
      FeatureParquet.write(hadoop, fold.features(), seen);
    }
  }

  private void removeFeaturesOfAnother(FoldMetrics metrics) {
    try {
      FileSystem files = fold.features().getFileSystem(hadoop);
      if (!metrics.isIn(files, fold.metrics())) {
        files.delete(fold.features(), false);
      }
    } catch (IOException e) {
      throw Unreadable.of(fold.features(), e, "Delete the file");
    }
  }

  /** Writes pictures and metrics. */
  void write(FoldMetrics metrics) {
    draw(metrics.evaluation());
    metrics.write(hadoop, fold.metrics());
  }

  /** Writes the pictures. */
  void draw(Evaluation evaluation) {
    Pictures.drawn(
            () ->
                ConfusionPicture.png(
                    evaluation.classes(), evaluation.matrix().counts(), Theme.LIGHT))
        .ifPresent(png -> AtomicFile.write(hadoop, fold.confusion(), out -> out.write(png)));
    if (evaluation.calibration().clips() > 0) {
      Pictures.drawn(() -> ReliabilityPicture.png(evaluation.calibration(), Theme.LIGHT))
          .ifPresent(png -> AtomicFile.write(hadoop, fold.reliability(), out -> out.write(png)));
    }
  }
}
