package org.logoformer.jobs.evaluation;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.parquet.ParquetTable;

/**
 * What the classifier read of each clip, as one Parquet file: {@code clip}, {@code scene} (text),
 * {@code fold}, {@code label}, {@code prediction} (int32), {@code features} (list of floats).
 */
final class FeatureParquet {
  private FeatureParquet() {}

  static void write(Configuration hadoop, Path file, List<Seen> rows) {
    new ParquetTable<Seen>()
        .text("clip")
        .text("scene")
        .integer("fold")
        .integer("label")
        .integer("prediction")
        .floats("features")
        .write(hadoop, file, rows, FeatureParquet::fill);
  }

  private static void fill(Seen row, Group group) {
    Prediction of = row.prediction();
    group
        .append("clip", of.clip())
        .append("scene", of.scene())
        .append("fold", of.fold())
        .append("label", of.label())
        .append("prediction", of.prediction());
    ParquetTable.put(group, "features", row.features());
  }
}
