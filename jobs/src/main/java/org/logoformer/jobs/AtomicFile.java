package org.logoformer.jobs;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ClusterException;

/**
 * A file that readers see whole or not at all: it is written under a temporary name beside its
 * place and renamed when it is closed. A failure leaves the file that was there before.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; closing {@code out} is allowed and not required. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes or replaces {@code file}, with the folders above it.
   *
   * @throws ClusterException when the file system refuses (permissions, quota, disk full)
   */
  public static void write(Configuration hadoop, Path file, Content content) {
    Path part = new Path(file.getParent(), "_" + file.getName() + ".part");
    try {
      FileSystem fs = unchecked(file.getFileSystem(hadoop));
      if (fs.exists(file) && fs.getFileStatus(file).isDirectory()) {
        throw new ClusterException("Cannot write " + file + ": a folder of this name is there");
      }
      try {
        try (OutputStream out = fs.create(part, true)) {
          content.writeTo(out);
        }
        // A plain rename does not replace on HDFS; between the two steps readers see no file.
        if (!fs.rename(part, file) && !(fs.delete(file, false) && fs.rename(part, file))) {
          throw new IOException("renaming " + part.getName() + " failed");
        }
      } finally {
        if (fs.exists(part)) {
          fs.delete(part, false);
        }
      }
    } catch (IOException e) {
      throw new ClusterException(
          "Cannot write " + file + " (" + e + "): check the folder, its permissions and space", e);
    }
  }

  /** The local file system without the checksum files that Hadoop would leave beside each file. */
  private static FileSystem unchecked(FileSystem fs) {
    return fs instanceof LocalFileSystem local ? local.getRawFileSystem() : fs;
  }
}
