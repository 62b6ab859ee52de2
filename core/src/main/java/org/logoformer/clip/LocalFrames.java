package org.logoformer.clip;

import java.io.EOFException;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Small files of this machine, read without Hadoop's layers: those take as long for a face crop as
 * its decoding. What they check is checked here or left to them.
 */
final class LocalFrames {
  /**
   * One found by listing its folder, so that reading it asks the disk for nothing but its bytes.
   */
  private static final class Listed extends FileStatus {
    private static final long serialVersionUID = 1L;

    private final File file;
    private final boolean summed;

    Listed(File file, Path path, boolean summed) {
      super(file.length(), false, 1, 0, 0, path);
      this.file = file;
      this.summed = summed;
    }
  }

  private final LocalFileSystem files;

  private LocalFrames(LocalFileSystem files) {
    this.files = files;
  }

  /** Empty unless Hadoop would read the files with its own class for local ones. */
  static Optional<LocalFrames> of(FileSystem files) {
    return files.getClass() == LocalFileSystem.class
        ? Optional.of(new LocalFrames((LocalFileSystem) files))
        : Optional.empty();
  }

  /** The files of a folder whose name is wanted, in no order; empty if it cannot be listed. */
  Optional<List<FileStatus>> list(Path folder, Predicate<String> wanted) {
    File local = files.pathToFile(folder);
    String[] names = local.list();
    if (names == null) {
      return Optional.empty();
    }
    URI place = files.makeQualified(folder).toUri();
    Set<String> all = new HashSet<>(Arrays.asList(names));
    List<FileStatus> found = new ArrayList<>(names.length);
    for (String name : names) {
      File file = new File(local, name);
      if (wanted.test(name) && file.isFile()) {
        // Of its parts: a name may hold a colon.
        Path path = new Path(place.getScheme(), place.getAuthority(), place.getPath() + "/" + name);
        found.add(new Listed(file, path, all.contains(sumsOf(name))));
      }
    }
    return Optional.of(found);
  }

  /** The bytes of a file; empty if it has a checksum file, with which Hadoop compares them. */
  Optional<byte[]> read(FileStatus frame) throws IOException {
    if (frame instanceof Listed listed) {
      return listed.summed ? Optional.empty() : Optional.of(content(listed.file, frame));
    }
    File file = files.pathToFile(frame.getPath());
    return new File(file.getParentFile(), sumsOf(file.getName())).exists()
        ? Optional.empty()
        : Optional.of(content(file, frame));
  }

  /** The name of the checksum file that Hadoop leaves beside a file. */
  private static String sumsOf(String name) {
    return "." + name + ".crc";
  }

  private static byte[] content(File file, FileStatus frame) throws IOException {
    byte[] bytes = new byte[(int) frame.getLen()];
    try (FileInputStream in = new FileInputStream(file)) {
      int read = in.readNBytes(bytes, 0, bytes.length);
      if (read < bytes.length) {
        throw new EOFException(file + " ends after " + read + " of " + bytes.length + " bytes");
      }
    }
    return bytes;
  }
}
