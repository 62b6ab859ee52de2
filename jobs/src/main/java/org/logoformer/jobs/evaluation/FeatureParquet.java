package org.logoformer.jobs.evaluation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.logoformer.error.DataException;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.parquet.ParquetTable;

/**
 * What the classifier read of each clip, as one Parquet file: {@code clip}, {@code scene} (text),
 * {@code fold}, {@code label}, {@code prediction} (int32), {@code features} (list of floats).
 */
public final class FeatureParquet {
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

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws DataException if the file is broken, or another one
   */
  public static List<ClipFeatures> read(Configuration hadoop, Path file) throws IOException {
    List<ClipFeatures> rows = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).withConf(hadoop).build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        rows.add(
            new ClipFeatures(
                group.getString("clip", 0),
                group.getInteger("label", 0),
                ParquetTable.floats(group, "features")));
      }
    } catch (RuntimeException e) {
      // Parquet reports a file that is none, or is broken, by any unchecked exception it likes.
      throw new DataException(
          "%s holds no features that can be read: %s. Write it again with 'logo evaluate --features'"
              .formatted(file, e.getMessage()),
          e);
    }
    return rows;
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
