package org.logoformer.prep;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.logoformer.clip.VideoName;

/**
 * Names of video files in lists, which stand for folders of frames without the extension where the
 * videos are not there but such folders are.
 *
 * @param areFolders whether they do
 */
record VideoNames(boolean areFolders) {
  /** Clips that are looked at on disk. */
  private static final int PROBES = 5;

  /**
   * Looks at some of the clips.
   *
   * @param paths as the lists have them
   */
  static VideoNames of(List<String> paths, Predicate<String> exists) {
    List<String> videos =
        paths.stream().filter(p -> !VideoName.withoutExtension(p).equals(p)).toList();
    int probes = Math.min(PROBES, videos.size());
    boolean folders = false;
    for (int i = 0; i < probes; i++) {
      String video = videos.get(i * videos.size() / probes);
      if (exists.test(video)) {
        return new VideoNames(false);
      }
      folders |= exists.test(VideoName.withoutExtension(video));
    }
    return new VideoNames(folders);
  }

  /** The path of a clip: of a video file, or of a folder. */
  String folder(String path) {
    return areFolders ? VideoName.withoutExtension(path) : path;
  }

  /** What to tell of it. */
  Optional<String> note() {
    return areFolders
        ? Optional.of("the videos of the list are not there, folders of their names are: taken")
        : Optional.empty();
  }
}
