package org.logoformer.storage;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * A file of this machine as Hadoop's own file system for local ones would leave it, the checksum
 * file beside it included. That one starts a process for the permissions of each file, and takes
 * 512 bytes at a time, which for raw frames takes a third as long as their decoding.
 */
final class LocalOutput extends OutputStream {
  private static final byte[] MAGIC = {'c', 'r', 'c', 0};
  private static final int BUFFER = 1 << 16;

  private final OutputStream data;
  private final DataOutputStream sums;
  private final int chunk;
  private final CRC32 crc = new CRC32();
  private int summed;
  private boolean closed;

  private LocalOutput(OutputStream data, DataOutputStream sums, int chunk) throws IOException {
    this.data = data;
    this.sums = sums;
    this.chunk = chunk;
    sums.write(MAGIC);
    sums.writeInt(chunk);
  }

  /**
   * Creates or replaces a file, with the folders above it.
   *
   * @return empty unless Hadoop would write the file with its own classes for local ones
   */
  static Optional<OutputStream> create(FileSystem files, Path path) throws IOException {
    Optional<RawLocalFileSystem> raw = raw(files);
    if (raw.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        files instanceof LocalFileSystem local
            ? summed(local, raw.get(), path)
            : plain(raw.get(), path));
  }

  /**
   * Makes a folder and those above it.
   *
   * @return whether it is there; empty unless the file system is Hadoop's for local files
   */
  static Optional<Boolean> folder(FileSystem files, Path path) throws IOException {
    Optional<RawLocalFileSystem> raw = raw(files);
    if (raw.isEmpty()) {
      return Optional.empty();
    }
    File folder = raw.get().pathToFile(path);
    boolean isNew = !folder.exists();
    boolean isThere = raw.get().mkdirs(path);
    if (isNew && isThere) {
      permit(folder, FsPermission.getDirDefault(), files.getConf());
    }
    return Optional.of(isThere);
  }

  /** The plain file system below Hadoop's own classes for local files; empty for others. */
  private static Optional<RawLocalFileSystem> raw(FileSystem files) {
    FileSystem below =
        files.getClass() == LocalFileSystem.class ? ((LocalFileSystem) files).getRaw() : files;
    return below.getClass() == RawLocalFileSystem.class
        ? Optional.of((RawLocalFileSystem) below)
        : Optional.empty();
  }

  /**
   * Writes a file that must not be there: of several who try at once one succeeds.
   *
   * @return whether it was written; empty unless the file system is Hadoop's plain one for local
   *     files
   */
  static Optional<Boolean> createNew(FileSystem files, Path path, byte[] content)
      throws IOException {
    if (files.getClass() != RawLocalFileSystem.class) {
      return Optional.empty();
    }
    File file = place((RawLocalFileSystem) files, path);
    try {
      Files.write(file.toPath(), content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return Optional.of(true);
    } catch (FileAlreadyExistsException e) {
      return Optional.of(false);
    }
  }

  private static OutputStream summed(LocalFileSystem files, RawLocalFileSystem raw, Path path)
      throws IOException {
    OutputStream data = plain(raw, path);
    try {
      OutputStream sums = plain(raw, files.getChecksumFile(path));
      return new LocalOutput(data, new DataOutputStream(sums), files.getBytesPerSum());
    } catch (IOException e) {
      data.close();
      throw e;
    }
  }

  private static OutputStream plain(RawLocalFileSystem files, Path path) throws IOException {
    File file = place(files, path);
    OutputStream out = new FileOutputStream(file);
    try {
      permit(file, FsPermission.getFileDefault(), files.getConf());
      return new BufferedOutputStream(out, BUFFER);
    } catch (IOException e) {
      out.close();
      throw e;
    }
  }

  private static File place(RawLocalFileSystem files, Path path) throws IOException {
    Path parent = path.getParent();
    if (parent != null && !files.mkdirs(parent)) {
      throw new IOException("cannot create the folder " + parent);
    }
    return files.pathToFile(path);
  }

  private static void permit(File file, FsPermission wanted, Configuration hadoop)
      throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(file.toPath(), PosixFileAttributeView.class);
    if (view != null) {
      FsPermission left = wanted.applyUMask(FsPermission.getUMask(hadoop));
      view.setPermissions(
          PosixFilePermissions.fromString(
              left.getUserAction().SYMBOL
                  + left.getGroupAction().SYMBOL
                  + left.getOtherAction().SYMBOL));
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    // Java copies what it writes: of much at once, into memory that it must ask the system for.
    for (int done = 0; done < length; done += BUFFER) {
      int some = Math.min(BUFFER, length - done);
      data.write(bytes, offset + done, some);
      sum(bytes, offset + done, some);
    }
  }

  private void sum(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int some = Math.min(chunk - summed, end - at);
      crc.update(bytes, at, some);
      at += some;
      summed += some;
      if (summed == chunk) {
        endChunk();
      }
    }
  }

  private void endChunk() throws IOException {
    sums.writeInt((int) crc.getValue());
    crc.reset();
    summed = 0;
  }

  @Override
  public void flush() throws IOException {
    data.flush();
    sums.flush();
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (summed > 0) {
        endChunk();
      }
    } finally {
      try {
        sums.close();
      } finally {
        data.close();
      }
    }
  }
}
