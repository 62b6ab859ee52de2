package org.logoformer.jobs.prediction;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.error.DataException;
import org.logoformer.error.LogoException;
import org.logoformer.storage.Unreadable;
import org.logoformer.video.Video;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames of a video. It is decoded twice: what its head says of their number is no promise, and all
 * of them at once may not fit into memory.
 */
final class VideoFrames implements ClipFrames {
  private static final Logger LOG = LoggerFactory.getLogger(VideoFrames.class);

  private final Path path;
  private final int count;
  private final Video video;
  private int next;

  private VideoFrames(Path path, int count, Video video) {
    this.path = path;
    this.count = count;
    this.video = video;
  }

  /**
   * Opens a video.
   *
   * @throws DataException if it is damaged; of one that was cut off the whole frames are told by a
   *     warning
   */
  static VideoFrames open(FileSystem files, FileStatus file, long maxPixels) {
    try {
      int count = 0;
      try (Video first = Video.open(files, file, maxPixels)) {
        while (first.skip()) {
          count++;
        }
        if (!first.cutOff().isEmpty()) {
          LOG.warn(
              "{} has {} whole frames, which are predicted, {}",
              file.getPath(),
              count,
              first.cutOff());
        }
      }
      return new VideoFrames(file.getPath(), count, Video.open(files, file, maxPixels));
    } catch (ImageRefusedException e) {
      throw refused(file.getPath(), e);
    } catch (IOException e) {
      throw unreadable(file.getPath(), e);
    }
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public Frames frame(int n) {
    try {
      while (next < n && video.skip()) {
        next++;
      }
      Optional<Frames> frame = video.next();
      next++;
      return frame.orElseThrow(
          () -> new DataException(name(n) + " is not there any more: was the file changed?"));
    } catch (ImageRefusedException e) {
      throw refused(path, e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  @Override
  public String name(int n) {
    return "Frame %d of %s".formatted(n, path);
  }

  @Override
  public void close() {
    try {
      video.close();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static DataException refused(Path path, ImageRefusedException e) {
    return new DataException(
        "Cannot read the video %s (%s): replace or remove it".formatted(path, e.getMessage()), e);
  }

  private static LogoException unreadable(Path path, IOException e) {
    return Unreadable.of(path, e, "Replace or remove the video");
  }
}
