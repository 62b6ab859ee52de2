package org.logoformer.prep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.clip.Picture;
import org.logoformer.error.Message;
import org.logoformer.prep.ClipEncoder.Refused;
import org.logoformer.shard.EncodedClip;
import org.logoformer.shard.PixelSums;
import org.logoformer.video.Video;

/** Turns a video into what a shard holds of it: the pixels of every frame. */
final class VideoEncoder {
  /** What one task may hold: 12 minutes of 30 frames a second at 128 x 128 pixels. */
  private static final long MOST_BYTES = 1L << 30;

  private final Storage storage;
  private final SeenImages seen;
  private final long most;
  private final List<Frames> stored = new ArrayList<>();
  private long bytes;
  private Frames first;
  private String odd = "";
  private String cutOff = "";
  private final Picture picture = new Picture();
  private FaceCuts cuts;

  /**
   * @param seen is told of each frame
   */
  VideoEncoder(Storage storage, SeenImages seen) {
    this(storage, seen, MOST_BYTES);
  }

  /** One that refuses videos whose frames take more than {@code most} bytes. */
  VideoEncoder(Storage storage, SeenImages seen, long most) {
    this.most = most;
    this.storage = storage;
    this.seen = seen;
  }

  /**
   * Encodes one video.
   *
   * @param sums receives its pixels; of no meaning if it is refused
   * @throws Refused if it is damaged before its end
   * @throws IOException if the storage does not answer
   */
  EncodedClip encode(ListedClip clip, FileSystem files, FileStatus file, PixelSums sums)
      throws IOException, Refused {
    cuts = FaceCuts.ofVideo(clip.faces(), storage, storage.cropper());
    try (Video video = Video.open(files, file, storage.decoding().maxPixels())) {
      for (Optional<Frames> frame = video.next(); frame.isPresent(); frame = video.next()) {
        sums.add(store(frame.get()));
      }
      cutOff = video.cutOff();
    } catch (ImageRefusedException e) {
      String name = file.getPath().getName();
      throw new Refused(e.reason().label(), name + " is " + e.getMessage(), e);
    }
    if (cuts.areAny() && !cutOff.isEmpty()) {
      // Frames are known by their numbers alone, and some before the end may be lost.
      throw new Refused(
          ImageRefusedException.Reason.TRUNCATED.label(),
          Message.of(
              "%s ends early, %s: which frames the faces of prep.boxes belong to is not known",
              file.getPath().getName(), cutOff),
          null);
    }
    if (storage.refusesCutVideos() && !cutOff.isEmpty()) {
      throw new Refused(
          ImageRefusedException.Reason.TRUNCATED.label(),
          Message.of("%s ends early, %s", file.getPath().getName(), cutOff),
          null);
    }
    cuts.requireFrames(stored.size());
    return EncodedClip.raw(clip.id(), clip.label(), stored);
  }

  /** Where the file ends before the video does, and how that is known; empty if it does not. */
  String cutOff() {
    return cutOff.isEmpty()
        ? ""
        : Message.of("%d whole frames are stored, %s", stored.size(), cutOff);
  }

  /** What is odd about the sizes of its frames; empty if nothing is. */
  String odd() {
    return odd;
  }

  private Frames store(Frames frame) throws Refused {
    first = first == null ? frame : first;
    seen.add(frame.height(), frame.width());
    compare(frame);
    int height = storage.keepsSize() ? first.height() : storage.storeSize();
    int width = storage.keepsSize() ? first.width() : storage.storeSize();
    bytes += Frames.bytesPerFrame(height, width);
    if (bytes > most) {
      throw new Refused(
          "too-large",
          Message.of(
              "more than %d frames of %d x %d pixels, %d bytes, are no clip; cut it into clips, or set"
                  + " a smaller prep.store-size",
              stored.size(), width, height, most),
          null);
    }
    Frames resized = storage.resize().apply(shown(frame), height, width);
    stored.add(resized);
    return resized;
  }

  private Frames shown(Frames frame) throws Refused {
    if (!cuts.areAny()) {
      return frame;
    }
    picture.take(frame);
    return cuts.cut(stored.size(), picture).frames();
  }

  private void compare(Frames frame) throws Refused {
    if (frame.height() == first.height() && frame.width() == first.width()) {
      return;
    }
    odd =
        Message.of(
            "frame %d is of %d x %d pixels, the first of %d x %d",
            stored.size(), frame.width(), frame.height(), first.width(), first.height());
    if (storage.refusesOddFrames()) {
      throw new Refused(OddFrames.REASON, odd, null);
    }
  }
}
