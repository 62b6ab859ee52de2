package org.logoformer.jobs.evaluation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.logoformer.error.DataException;
import org.logoformer.jobs.network.ClassNames;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.parquet.ParquetTable;
import org.logoformer.shard.ClipRecord;

/**
 * Predictions as one Parquet file: {@code clip}, {@code scene} (text), {@code fold}, {@code label},
 * {@code prediction} (int32), {@code p_0} ... (double), a row per clip. One file, not the folder of
 * parts that Spark would write: it is small, its order is fixed, and it can appear in one rename.
 */
final class PredictionParquet {
  private PredictionParquet() {}

  /** Writes {@code rows} in their order; all of them have {@code classes} probabilities. */
  static void write(Configuration hadoop, Path file, List<Prediction> rows, int classes) {
    new ParquetTable<Prediction>()
        .text("clip")
        .text("scene")
        .integer("fold")
        .integer("label")
        .integer("prediction")
        .numbers("p_", classes)
        .write(hadoop, file, rows, PredictionParquet::fill);
  }

  private static void fill(Prediction row, Group group) {
    group
        .append("clip", row.clip())
        .append("scene", row.scene())
        .append("fold", row.fold())
        .append("label", row.label())
        .append("prediction", row.prediction());
    ParquetTable.put(group, "p_", row.probabilities());
  }

  /**
   * Reads a file that {@link #write} wrote, or any Parquet file (or folder of them) with the
   * columns clip, label, prediction; labels may be names or indices.
   *
   * @param labelled clips of a shard set by id, for files without labels; may be empty
   * @throws DataException if a column is missing, a row is bad, or a clip is there twice
   */
  static List<Prediction> read(
      Configuration hadoop, Path file, List<String> classes, Map<String, ClipRecord> labelled)
      throws IOException {
    List<Prediction> rows = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).withConf(hadoop).build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        String where = "%s, row %d: ".formatted(file, rows.size() + 1);
        Prediction row = prediction(group, classes, labelled, where);
        Integer before = seen.put(row.clip(), rows.size() + 1);
        if (before != null) {
          throw new DataException(
              "%sclip '%s' is already in row %d".formatted(where, row.clip(), before));
        }
        rows.add(row);
      }
    } catch (DataException e) {
      throw e;
    } catch (IOException e) {
      // Parquet throws plain ones for bytes it cannot make sense of; file systems have their own.
      if (e.getClass() == IOException.class) {
        throw new DataException(
            "%s is not a readable Parquet file: %s. Fetch or write it again"
                .formatted(file, e.getMessage()),
            e);
      }
      throw e;
    } catch (RuntimeException e) {
      // Parquet reports a file that is none, or is broken, by any unchecked exception it likes.
      throw new DataException(file + " is not a readable Parquet file: " + e.getMessage(), e);
    }
    if (rows.isEmpty()) {
      throw new DataException(file + " holds no predictions");
    }
    return rows;
  }

  private static Prediction prediction(
      Group group, List<String> classes, Map<String, ClipRecord> labelled, String where) {
    String clip = text(group, "clip", where);
    if (!group.getType().containsField("label") && !labelled.isEmpty()) {
      return labelled(group, clip, classes, labelled.get(clip), where);
    }
    String scene = group.getType().containsField("scene") ? text(group, "scene", where) : "";
    int fold =
        group.getType().containsField("fold") ? Integer.parseInt(text(group, "fold", where)) : 0;
    return new Prediction(
        clip,
        scene,
        fold,
        index(group, "label", classes, where),
        index(group, "prediction", classes, where),
        probabilities(group, where));
  }

  private static Prediction labelled(
      Group group, String clip, List<String> classes, ClipRecord known, String where) {
    if (known == null) {
      throw new DataException(
          "%sclip '%s' is not in the shard set; add a column label".formatted(where, clip));
    }
    return new Prediction(
        clip,
        known.scene(),
        known.fold(),
        known.label(),
        index(group, "prediction", classes, where),
        probabilities(group, where));
  }

  private static List<Double> probabilities(Group group, String where) {
    List<Double> probabilities = new ArrayList<>();
    for (int c = 0; group.getType().containsField("p_" + c); c++) {
      probabilities.add(Double.valueOf(text(group, "p_" + c, where)));
    }
    return probabilities;
  }

  private static int index(Group group, String column, List<String> classes, String where) {
    try {
      return ClassNames.index(text(group, column, where), classes);
    } catch (DataException e) {
      throw new DataException(where + column + " " + e.getMessage(), e);
    }
  }

  private static String text(Group group, String column, String where) {
    if (!group.getType().containsField(column)) {
      throw new DataException(
          where
              + "no column '"
              + column
              + "'; needed: clip, label, prediction, or data.shards for the labels");
    }
    if (group.getFieldRepetitionCount(column) != 1) {
      throw new DataException(where + "no value in column '" + column + "'");
    }
    return group.getValueToString(group.getType().getFieldIndex(column), 0);
  }
}
