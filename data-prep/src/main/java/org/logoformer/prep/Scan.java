package org.logoformer.prep;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.FrameFolder;
import org.logoformer.clip.VideoName;
import org.logoformer.provenance.Sha256;
import org.logoformer.video.Video;

/**
 * What lies on disk of a listed clip; published lists disagree with it.
 *
 * @param frames image files, or about how many frames a video has; -1 if nothing is there
 * @param bytes of all of them
 * @param files hash of their names and sizes, in order; their content is not looked at
 * @param odd what is odd about their names; empty if nothing is
 * @param video whether it is one
 */
record Scan(int frames, long bytes, String files, String odd, boolean video)
    implements Serializable {
  static final Scan MISSING = new Scan(-1, 0, "", "", false);

  // Where the head of a video does not tell how many frames it has. Only the number of shards
  // depends on it.
  private static final int BYTES_OF_A_FRAME = 2000;
  private static final int MOST_FRAMES = 1 << 24;

  /**
   * Looks at a folder or at the head of a video.
   *
   * @throws java.io.FileNotFoundException if nothing is there
   */
  static Scan of(FileSystem files, Path place) throws IOException {
    Optional<FileStatus> video = VideoName.find(files, place);
    return video.isPresent()
        ? ofVideo(video.get(), Video.framesByHead(files, video.get()))
        : ofImages(FrameFolder.list(files, place));
  }

  private static Scan ofVideo(FileStatus video, long told) {
    // A head may tell anything; the frames of a video take a byte at least.
    long frames = told > 0 ? Math.min(told, video.getLen()) : video.getLen() / BYTES_OF_A_FRAME;
    int about = (int) Math.max(1, Math.min(MOST_FRAMES, frames));
    return new Scan(about, video.getLen(), hash(List.of(video)), "", true);
  }

  private static Scan ofImages(List<FileStatus> frames) {
    long bytes = frames.stream().mapToLong(FileStatus::getLen).sum();
    List<String> names = frames.stream().map(f -> f.getPath().getName()).toList();
    return new Scan(frames.size(), bytes, hash(frames), OddFrames.of(names), false);
  }

  private static String hash(List<FileStatus> frames) {
    StringBuilder files = new StringBuilder();
    for (FileStatus frame : frames) {
      files.append(frame.getPath().getName()).append('\t').append(frame.getLen()).append('\n');
    }
    return Sha256.hex(files.toString());
  }
}
