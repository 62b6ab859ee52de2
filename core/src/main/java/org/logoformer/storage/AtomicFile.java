package org.logoformer.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ClusterException;

/**
 * A file that readers see whole or not at all: it is written under a temporary name beside its
 * place and renamed when it is closed. A failure leaves the file that was there before.
 *
 * <p>HDFS takes the blocks of a replaced file away from those who still read it. A reader beside a
 * writer uses {@link #read}, which then opens the new file.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; closing {@code out} is allowed and not required. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** As {@link #write(FileSystem, Path, Content)}, on the file system of the path. */
  public static void write(Configuration hadoop, Path file, Content content) {
    try {
      write(file.getFileSystem(hadoop), file, content);
    } catch (IOException e) {
      throw refused(file, e);
    }
  }

  /**
   * Writes or replaces the file {@code name}, with the folders above it.
   *
   * @throws ClusterException when the file system refuses (permissions, quota, disk full)
   */
  public static void write(FileSystem files, Path name, Content content) {
    FileSystem fs = unchecked(files);
    // FileContext refuses hdfs:///x, which FileSystem takes.
    Path file = fs.makeQualified(name);
    Path part = new Path(file.getParent(), "_" + file.getName() + ".part");
    try {
      if (fs.exists(file) && fs.getFileStatus(file).isDirectory()) {
        throw new ClusterException("Cannot write " + file + ": a folder of this name is there");
      }
      try (OutputStream out = NewFile.create(fs, part)) {
        content.writeTo(out);
      }
      if (!renamed(fs, part, file)) {
        FileContext.getFileContext(fs.getUri(), fs.getConf()).rename(part, file, Rename.OVERWRITE);
      }
    } catch (IOException e) {
      discard(fs, part, e);
      throw refused(file, e);
    } catch (RuntimeException e) {
      discard(fs, part, e);
      throw e;
    }
  }

  /**
   * All bytes of a file that may be replaced meanwhile: those of one version of it.
   *
   * @throws IOException when it is missing, or cannot be read though nobody replaced it
   */
  public static byte[] read(FileSystem files, Path file) throws IOException {
    while (true) {
      long version = files.getFileStatus(file).getModificationTime();
      try (InputStream in = files.open(file)) {
        return in.readAllBytes();
      } catch (IOException e) {
        if (files.getFileStatus(file).getModificationTime() == version) {
          throw e;
        }
      }
    }
  }

  /** A rename replaces on a local disk; HDFS refuses, and has another call for it. */
  private static boolean renamed(FileSystem fs, Path part, Path file) throws IOException {
    try {
      return fs.rename(part, file);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static void discard(FileSystem fs, Path part, Exception cause) {
    try {
      fs.delete(part, false);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static ClusterException refused(Path file, IOException e) {
    return new ClusterException(
        "Cannot write " + file + " (" + e + "): check the folder, its permissions and space", e);
  }

  /** The local file system without the checksum files that Hadoop would leave beside each file. */
  static FileSystem unchecked(FileSystem fs) {
    return fs instanceof LocalFileSystem local ? local.getRawFileSystem() : fs;
  }
}
