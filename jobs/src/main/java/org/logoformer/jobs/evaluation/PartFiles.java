package org.logoformer.jobs.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.parquet.ParquetTable;
import org.logoformer.storage.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a prediction, or of an evaluation that is under way: a Parquet file per part of the
 * clips, with the columns {@code clip}, {@code prediction} (index), {@code class} (name), {@code
 * p_0} ... and perhaps {@code features}; {@code _plan.json}, which says of what; {@code _SUCCESS},
 * once all parts are there. A part is there as a whole or not at all, so what is there need not be
 * made again.
 *
 * @param folder that Parquet's readers take for one table
 */
public record PartFiles(Path folder) {
  private static final Logger LOG = LoggerFactory.getLogger(PartFiles.class);
  private static final String FEATURES = "features";

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
  public void begin(Configuration hadoop, String plan, int clips, int parts) {
    try {
      FileSystem files = folder.getFileSystem(hadoop);
      Optional<String> before = planned(files);
      if (before.isEmpty() && files.exists(folder) && holdsOthers(files)) {
        throw new ConfigException(
            folder + " is there and holds no prediction: give another --out, or delete it");
      } else if (before.isPresent() && !before.get().equals(plan)) {
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

  /**
   * The parts of a plan, in a folder of its name below this one: a task that outlives its driver
   * cannot write to those of another plan. What is there of other plans is removed.
   *
   * @param plan hash of the clips, the network and its input
   */
  PartFiles of(Configuration hadoop, String plan) throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    for (FileStatus status : list(files)) {
      if (!status.getPath().getName().equals(plan)) {
        files.delete(status.getPath(), true);
      }
    }
    return new PartFiles(new Path(folder, plan));
  }

  private FileStatus[] list(FileSystem files) throws IOException {
    try {
      return files.listStatus(folder);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  private Optional<String> planned(FileSystem files) throws IOException {
    try {
      JsonNode json = new ObjectMapper().readTree(AtomicFile.read(files, plan()));
      return Optional.of(json.path("plan").asText("unknown"));
    } catch (FileNotFoundException e) {
      return Optional.empty();
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
  public List<Integer> missing(Configuration hadoop, int parts) throws IOException {
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
  public boolean holds(Configuration hadoop, int number) throws IOException {
    return folder.getFileSystem(hadoop).exists(part(number));
  }

  /**
   * Writes a part, if no other attempt at it was faster.
   *
   * @param attempt at the task: each has a file of its own until it is complete
   */
  public void write(
      Configuration hadoop, int number, long attempt, List<Seen> rows, List<String> classes)
      throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    Path own =
        new Path(folder, String.format(Locale.ROOT, "_attempt-%d-%05d.parquet", attempt, number));
    ParquetTable<Seen> table =
        new ParquetTable<Seen>()
            .text("clip")
            .integer("prediction")
            .text("class")
            .numbers("p_", classes.size());
    if (rows.get(0).features().length > 0) {
      table.floats(FEATURES);
    }
    table.write(hadoop, own, rows, (row, group) -> fill(row, group, classes));
    if (files.exists(part(number)) || !files.rename(own, part(number))) {
      files.delete(own, false);
    }
  }

  private static void fill(Seen row, Group group, List<String> classes) {
    Prediction said = row.prediction();
    group
        .append("clip", said.clip())
        .append("prediction", said.prediction())
        .append("class", classes.get(said.prediction()));
    ParquetTable.put(group, "p_", said.probabilities());
    if (row.features().length > 0) {
      ParquetTable.put(group, FEATURES, row.features());
    }
  }

  /** Says that all parts are there. */
  public void commit(Configuration hadoop) {
    AtomicFile.write(hadoop, new Path(folder, "_SUCCESS"), out -> {});
  }

  /**
   * What the parts say, by clip. Parts of a driver that was taken for dead may overlap with those
   * of the next one: they say the same. Label, scene and fold are not stored. A part that is broken
   * is removed, to be made again.
   */
  Map<String, Seen> rows(Configuration hadoop) throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    Map<String, Seen> rows = new HashMap<>();
    for (FileStatus status : list(files)) {
      Path part = status.getPath();
      if (part.getName().matches("part-[0-9]+\\.parquet")) {
        Optional<Map<String, Seen>> sound = read(hadoop, part);
        if (sound.isEmpty()) {
          files.delete(part, false);
        }
        sound.ifPresent(rows::putAll);
      }
    }
    return rows;
  }

  /** Empty if it is broken. */
  private static Optional<Map<String, Seen>> read(Configuration hadoop, Path part) {
    Map<String, Seen> rows = new HashMap<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), part).withConf(hadoop).build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        String clip = group.getString("clip", 0);
        List<Double> probabilities = new ArrayList<>();
        for (int c = 0; group.getType().containsField("p_" + c); c++) {
          probabilities.add(group.getDouble("p_" + c, 0));
        }
        float[] features =
            group.getType().containsField(FEATURES)
                ? ParquetTable.floats(group, FEATURES)
                : new float[0];
        int said = group.getInteger("prediction", 0);
        rows.put(clip, new Seen(new Prediction(clip, "", 0, said, probabilities), features));
      }
      return Optional.of(rows);
    } catch (RuntimeException | IOException e) {
      // Parquet reports a file that is none, or is broken, by any exception it likes. Where it was
      // the storage that failed, removing the part fails as well.
      LOG.warn("{} is broken, its clips are looked at again: {}", part, e.getMessage());
      return Optional.empty();
    }
  }

  /** Removes all of it; what cannot be removed is told, and harms nothing. */
  public void delete(Configuration hadoop) {
    try {
      folder.getFileSystem(hadoop).delete(folder, true);
    } catch (IOException e) {
      LOG.warn("Could not remove {}, which is of no use any more", folder, e);
    }
  }
}
