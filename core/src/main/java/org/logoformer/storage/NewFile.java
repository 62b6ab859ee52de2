package org.logoformer.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A stream into a new file. After a failure HDFS throws the very same exception once more when the
 * stream is closed, and an exception cannot be suppressed by itself: in a {@code try} that would
 * hide why writing failed.
 *
 * <p>What a local disk throws is an {@code IOException} too, see {@link DiskFailure}.
 */
public final class NewFile extends FilterOutputStream {
  private NewFile(OutputStream out) {
    super(out);
  }

  /** Creates or replaces a file, with the folders above it. */
  public static OutputStream create(FileSystem files, Path path) throws IOException {
    Optional<OutputStream> local = LocalOutput.create(files, path);
    return local.isPresent() ? local.get() : new NewFile(files.create(path, true));
  }

  /**
   * Makes a folder and those above it, unless they are there.
   *
   * @throws IOException also where Hadoop only answers that it did not
   */
  public static void folder(FileSystem files, Path path) throws IOException {
    Optional<Boolean> local = LocalOutput.folder(files, path);
    if (!(local.isPresent() ? local.get() : files.mkdirs(path))) {
      throw new IOException("cannot create the folder " + path);
    }
  }

  /**
   * Renames a file or folder.
   *
   * @throws IOException also where Hadoop only answers that it did not
   */
  public static void rename(FileSystem files, Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  @Override
  public void write(int b) throws IOException {
    try {
      out.write(b);
    } catch (FSError e) {
      throw failed(e);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (FSError e) {
      throw failed(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (FSError e) {
      throw failed(e);
    }
  }

  private static IOException failed(FSError e) {
    return new IOException(DiskFailure.of(e).getMessage(), e);
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (FSError e) {
      throw failed(e);
    } catch (IOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
