package org.logoformer.clip;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A folder that holds the frames of one clip as image files. */
public final class FrameFolder {
  // Told apart from lists and thumbnails by name; whether it really is an image, content says.
  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "jpe", "png", "bmp", "gif", "tif", "tiff", "webp");
  private static final long LARGEST_FILE = 1L << 28;

  private FrameFolder() {}

  /**
   * The image files of a folder in natural order of their names.
   *
   * @throws java.io.FileNotFoundException if there is no such folder
   */
  public static List<FileStatus> list(FileSystem files, Path folder) throws IOException {
    Optional<List<FileStatus>> local =
        LocalFrames.of(files).flatMap(disk -> disk.list(folder, FrameFolder::isImageName));
    List<FileStatus> frames = local.isPresent() ? local.get() : listed(files, folder);
    frames.sort(Comparator.comparing(f -> f.getPath().getName(), NaturalOrder.INSTANCE));
    return frames;
  }

  private static List<FileStatus> listed(FileSystem files, Path folder) throws IOException {
    List<FileStatus> frames = new ArrayList<>();
    for (FileStatus status : files.listStatus(folder)) {
      if (status.isFile() && isImageName(status.getPath().getName())) {
        frames.add(status);
      }
    }
    return frames;
  }

  /**
   * The bytes of one image file.
   *
   * @throws ImageRefusedException if there are more than 256 MiB of them, or they do not match the
   *     checksum file that Hadoop has left beside them
   */
  public static byte[] read(FileSystem files, FileStatus frame)
      throws IOException, ImageRefusedException {
    if (frame.getLen() > LARGEST_FILE) {
      throw new ImageRefusedException(
          ImageRefusedException.Reason.TOO_LARGE, "a file of " + frame.getLen() + " bytes");
    }
    Optional<LocalFrames> disk = LocalFrames.of(files);
    Optional<byte[]> local = disk.isPresent() ? disk.get().read(frame) : Optional.empty();
    if (local.isPresent()) {
      return local.get();
    }
    byte[] bytes = new byte[(int) frame.getLen()];
    try (FSDataInputStream in = files.open(frame.getPath())) {
      in.readFully(bytes);
    } catch (ChecksumException e) {
      String name = frame.getPath().getName();
      throw new ImageRefusedException(
          ImageRefusedException.Reason.CORRUPT, org.logoformer.error.Reason.ofChecksum(name), e);
    }
    return bytes;
  }

  private static boolean isImageName(String name) {
    return EXTENSIONS.contains(extension(name));
  }

  /** What is behind the last dot, in lower case; empty for a name that does not count. */
  static String extension(String name) {
    int dot = name.lastIndexOf('.');
    // Names that begin with a dot are what file managers leave, such as macOS's ._01.jpg.
    return dot <= 0 || name.charAt(0) == '.'
        ? ""
        : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
