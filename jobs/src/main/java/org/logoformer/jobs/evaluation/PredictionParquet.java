package org.logoformer.jobs.evaluation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.logoformer.error.DataException;
import org.logoformer.jobs.network.ClassNames;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.storage.AtomicFile;

/**
 * Predictions as one Parquet file: {@code clip}, {@code scene} (text), {@code fold}, {@code label},
 * {@code prediction} (int32), {@code p_0} ... (double), a row per clip. One file, not the folder of
 * parts that Spark would write: it is small, its order is fixed, and it can appear in one rename.
 */
final class PredictionParquet {
  private PredictionParquet() {}

  /** Writes {@code rows} in their order; all of them have {@code classes} probabilities. */
  static void write(Configuration hadoop, Path file, List<Prediction> rows, int classes) {
    MessageType schema = schema(classes);
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    AtomicFile.write(
        hadoop,
        file,
        out -> {
          try (ParquetWriter<Group> writer =
              ExampleParquetWriter.builder(new StreamOutputFile(out))
                  .withConf(hadoop)
                  .withType(schema)
                  .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                  .build()) {
            for (Prediction row : rows) {
              writer.write(group(groups, row));
            }
          }
        });
  }

  /**
   * Reads a file that {@link #write} wrote, or any Parquet file (or folder of them) with the
   * columns clip, label, prediction; labels may be names or indices.
   *
   * @throws DataException if a column is missing, a row is bad, or a clip is there twice
   */
  static List<Prediction> read(Configuration hadoop, Path file, List<String> classes)
      throws IOException {
    List<Prediction> rows = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).withConf(hadoop).build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        String where = "%s, row %d: ".formatted(file, rows.size() + 1);
        Prediction row = prediction(group, classes, where);
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

  private static MessageType schema(int classes) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    for (String text : List.of("clip", "scene")) {
      message.required(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType()).named(text);
    }
    for (String index : List.of("fold", "label", "prediction")) {
      message.required(PrimitiveTypeName.INT32).named(index);
    }
    for (int c = 0; c < classes; c++) {
      message.required(PrimitiveTypeName.DOUBLE).named("p_" + c);
    }
    return message.named("prediction");
  }

  private static Group group(SimpleGroupFactory groups, Prediction row) {
    Group group =
        groups
            .newGroup()
            .append("clip", row.clip())
            .append("scene", row.scene())
            .append("fold", row.fold())
            .append("label", row.label())
            .append("prediction", row.prediction());
    for (int c = 0; c < row.probabilities().size(); c++) {
      group.append("p_" + c, row.probabilities().get(c));
    }
    return group;
  }

  private static Prediction prediction(Group group, List<String> classes, String where) {
    String clip = text(group, "clip", where);
    String scene = group.getType().containsField("scene") ? text(group, "scene", where) : "";
    int fold =
        group.getType().containsField("fold") ? Integer.parseInt(text(group, "fold", where)) : 0;
    List<Double> probabilities = new ArrayList<>();
    for (int c = 0; group.getType().containsField("p_" + c); c++) {
      probabilities.add(Double.valueOf(text(group, "p_" + c, where)));
    }
    return new Prediction(
        clip,
        scene,
        fold,
        index(group, "label", classes, where),
        index(group, "prediction", classes, where),
        probabilities);
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
          where + "no column '" + column + "'; needed: clip, label, prediction");
    }
    if (group.getFieldRepetitionCount(column) != 1) {
      throw new DataException(where + "no value in column '" + column + "'");
    }
    return group.getValueToString(group.getType().getFieldIndex(column), 0);
  }
}
