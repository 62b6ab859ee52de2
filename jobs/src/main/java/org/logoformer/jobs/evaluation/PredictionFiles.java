package org.logoformer.jobs.evaluation;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.DataException;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.shard.ClipRecord;
import org.logoformer.storage.SharedPaths;
import org.logoformer.storage.Unreadable;

/** Reads predictions from a file of either format, told apart by its first bytes. */
public final class PredictionFiles {
  private static final byte[] PARQUET = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private PredictionFiles() {}

  /**
   * All predictions of a Parquet file (or folder of them), or of a CSV file.
   *
   * @param labelled clips of a shard set by id, for a file without labels; may be empty
   * @throws DataException if it is missing, broken or holds a bad row
   */
  public static List<Prediction> read(
      Configuration hadoop, Path file, List<String> classes, Map<String, ClipRecord> labelled) {
    try {
      FileSystem fs = file.getFileSystem(hadoop);
      if (fs.getFileStatus(file).isDirectory() || isParquet(fs, file)) {
        return PredictionParquet.read(hadoop, file, classes, labelled);
      }
      try (InputStream in = fs.open(file)) {
        return PredictionCsv.read(in, file.toString(), classes, labelled);
      }
    } catch (FileNotFoundException e) {
      throw new DataException(
          "There is no file of predictions %s%s: check the path"
              .formatted(file, SharedPaths.otherwise(file, hadoop)),
          e);
    } catch (IOException e) {
      throw Unreadable.of(file, e, "Fetch or write it again");
    }
  }

  private static boolean isParquet(FileSystem fs, Path file) throws IOException {
    try (InputStream in = fs.open(file)) {
      return Arrays.equals(in.readNBytes(PARQUET.length), PARQUET);
    }
  }
}
