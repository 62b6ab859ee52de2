package org.logoformer.jobs.prediction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.parquet.ParquetTable;
import org.logoformer.storage.AtomicFile;

/**
 * The folder of a prediction: a Parquet file per part of the clips, with the columns {@code clip},
 * {@code prediction} (index), {@code class} (name), {@code p_0} ... and perhaps {@code features};
 * {@code _plan.json}, which says of what; {@code _SUCCESS}, once all parts are there. A part is
 * there as a whole or not at all, so what is there need not be made again.
 *
 * @param folder that Parquet's readers take for one table
 */
record PartFiles(Path folder) {
  /** A clip and what was said of it. */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Row(Prediction prediction, float[] features) {}

  private Path plan() {
    return new Path(folder, "_plan.json");
  }

  private Path part(int number) {
    return new Path(folder, String.format(Locale.ROOT, "part-%05d.parquet", number));
  }

  /**
   * Begins a prediction, or goes on with it.
   *
   * @param plan hash of the clips, their order and parts, the network and its input
   * @throws ConfigException if another prediction lies there
   */
  void begin(Configuration hadoop, String plan, int clips, int parts) {
    try {
      String before = planned(folder.getFileSystem(hadoop));
      if (!before.isEmpty() && !before.equals(plan)) {
        throw new ConfigException(
            "%s holds a prediction of other clips, by another network or in another way: give another --out, or delete it"
                .formatted(folder));
      }
    } catch (IOException e) {
      throw new DataException("Cannot read " + plan() + ": " + e.getMessage(), e);
    }
    String json = "{\"plan\":\"%s\",\"clips\":%d,\"parts\":%d}%n".formatted(plan, clips, parts);
    AtomicFile.write(hadoop, plan(), out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
  }

  private String planned(FileSystem files) throws IOException {
    try {
      JsonNode json = new ObjectMapper().readTree(AtomicFile.read(files, plan()));
      return json.path("plan").asText("unknown");
    } catch (FileNotFoundException e) {
      if (files.exists(folder) && holdsOthers(files)) {
        throw new ConfigException(
            folder + " is there and holds no prediction: give another --out, or delete it");
      }
      return "";
    }
  }

  /** A driver that died early left nothing, or names that are of no account. */
  private boolean holdsOthers(FileSystem files) throws IOException {
    if (files.getFileStatus(folder).isFile()) {
      return true;
    }
    for (FileStatus status : files.listStatus(folder)) {
      if (!status.getPath().getName().startsWith("_")) {
        return true;
      }
    }
    return false;
  }

  /** The parts of {@code parts} that are not there. */
  List<Integer> missing(Configuration hadoop, int parts) throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    List<Integer> missing = new ArrayList<>();
    for (int number = 0; number < parts; number++) {
      if (!files.exists(part(number))) {
        missing.add(number);
      }
    }
    return missing;
  }

  /** Whether a part is there. */
  boolean holds(Configuration hadoop, int number) throws IOException {
    return folder.getFileSystem(hadoop).exists(part(number));
  }

  /**
   * Writes a part, if no other attempt at it was faster.
   *
   * @param attempt at the task: each has a file of its own until it is complete
   */
  void write(Configuration hadoop, int number, long attempt, List<Row> rows, List<String> classes)
      throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    Path own =
        new Path(folder, String.format(Locale.ROOT, "_attempt-%d-%05d.parquet", attempt, number));
    ParquetTable<Row> table =
        new ParquetTable<Row>()
            .text("clip")
            .integer("prediction")
            .text("class")
            .numbers("p_", classes.size());
    if (rows.get(0).features().length > 0) {
      table.floats("features");
    }
    table.write(hadoop, own, rows, (row, group) -> fill(row, group, classes));
    if (files.exists(part(number)) || !files.rename(own, part(number))) {
      files.delete(own, false);
    }
  }

  private static void fill(Row row, Group group, List<String> classes) {
    Prediction said = row.prediction();
    group
        .append("clip", said.clip())
        .append("prediction", said.prediction())
        .append("class", classes.get(said.prediction()));
    ParquetTable.put(group, "p_", said.probabilities());
    if (row.features().length > 0) {
      ParquetTable.put(group, "features", row.features());
    }
  }

  /** Says that all parts are there. */
  void commit(Configuration hadoop) {
    AtomicFile.write(hadoop, new Path(folder, "_SUCCESS"), out -> {});
  }
}
