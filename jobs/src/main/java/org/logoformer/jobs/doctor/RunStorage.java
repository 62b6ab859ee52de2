package org.logoformer.jobs.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ClusterException;
import org.logoformer.storage.AtomicFile;

/**
 * The storage of {@code run.dir}: does to a folder of its own all that training does to a run's.
 * Closing it removes the folder.
 */
final class RunStorage implements AutoCloseable {
  private static final Check CHECK = new Check("run.dir");
  private static final int BYTES = 8 << 20;

  private final Configuration hadoop;
  private final Path runs;
  private final Path folder;

  /**
   * @param runs {@code run.dir}
   * @param id of this examination
   */
  RunStorage(Configuration hadoop, Path runs, String id) {
    this.hadoop = hadoop;
    this.runs = runs;
    this.folder = new Path(runs, ".logo-doctor-" + id);
  }

  /** A file that is there from {@link #examine} until this is closed. */
  Path marker() {
    return new Path(folder, "marker");
  }

  /** Writes, reads, replaces, renames and deletes. */
  Finding examine() {
    try {
      FileSystem files = runs.getFileSystem(hadoop);
      long began = System.nanoTime();
      AtomicFile.write(files, marker(), out -> out.write(new byte[BYTES]));
      double seconds = (System.nanoTime() - began) / 1e9;
      byte[] content = {1, 2, 3};
      AtomicFile.write(files, marker(), out -> out.write(content));
      require(Arrays.equals(read(files, marker()), content), "a file that was replaced reads old");
      Path part = new Path(folder, "_renamed");
      Path renamed = new Path(folder, "renamed");
      files.mkdirs(part);
      require(files.rename(part, renamed), "a folder cannot be renamed");
      require(
          files.exists(renamed) && !files.exists(part), "a folder that was renamed is not there");
      require(files.delete(renamed, true), "a folder cannot be deleted");
      require(!files.exists(renamed), "a folder that was deleted is still there");
      return CHECK.ok(
          String.format(
              Locale.ROOT,
              "%s: files are written (%.0f MB/s), replaced, renamed and deleted",
              files.makeQualified(runs),
              BYTES / 1e6 / seconds));
    } catch (IOException | ClusterException e) {
      return CHECK.fail(
          runs + ": " + Causes.of(e),
          "give the user of this job the right to write there and space, or set run.dir to a folder"
              + " where it has both");
    }
  }

  /** When the file system says that the marker was written. */
  Instant written() throws IOException {
    FileSystem files = runs.getFileSystem(hadoop);
    AtomicFile.write(files, marker(), out -> out.write(1));
    return Instant.ofEpochMilli(files.getFileStatus(marker()).getModificationTime());
  }

  static byte[] read(FileSystem files, Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return in.readAllBytes();
    }
  }

  private static void require(boolean condition, String otherwise) throws IOException {
    if (!condition) {
      throw new IOException(otherwise);
    }
  }

  @Override
  public void close() throws IOException {
    FileSystem files = runs.getFileSystem(hadoop);
    files.delete(folder, true);
  }
}
