package org.logoformer.clip;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.Message;

/** Videos are told from other files by name; whether it really is one, content says. */
public final class VideoName {
  private static final Set<String> EXTENSIONS = Set.of("mp4", "m4v", "mov", "avi", "webm", "mkv");

  /** Of videos that are not decoded here; lists name them in place of folders of their frames. */
  private static final Set<String> OTHERS =
      Set.of(
          "mpg", "mpeg", "mts", "m2ts", "vob", "wmv", "asf", "flv", "f4v", "3gp", "ogv", "rm",
          "rmvb");

  private VideoName() {}

  /** Whether a file of this name is taken for a video. */
  public static boolean matches(String name) {
    return EXTENSIONS.contains(FrameFolder.extension(name));
  }

  /** The name without the extension of a video, decoded here or not; as it is if it has none. */
  public static String withoutExtension(String name) {
    String extension = FrameFolder.extension(name.substring(name.lastIndexOf('/') + 1));
    return EXTENSIONS.contains(extension) || OTHERS.contains(extension)
        ? name.substring(0, name.length() - extension.length() - 1)
        : name;
  }

  /** Why a video of this name is not decoded here; empty if it is, or is no video. */
  public static Optional<String> refusal(String name) {
    String extension = FrameFolder.extension(name);
    return OTHERS.contains(extension)
        ? Optional.of(
            Message.of(
                ".%s videos are not decoded here, .mp4, .m4v, .mov, .avi, .webm and .mkv are: convert it,"
                    + " as with 'ffmpeg -i %s -crf 10 %s.mp4'",
                extension, name, name.substring(0, name.length() - extension.length() - 1)))
        : Optional.empty();
  }

  /**
   * The video at a path; empty if something else is there, such as a folder of that name.
   *
   * @throws FileNotFoundException if the name is that of a video and nothing is there
   */
  public static Optional<FileStatus> find(FileSystem files, Path path) throws IOException {
    if (!matches(path.getName())) {
      return Optional.empty();
    }
    return Optional.of(files.getFileStatus(path)).filter(FileStatus::isFile);
  }
}
