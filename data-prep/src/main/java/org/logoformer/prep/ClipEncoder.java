package org.logoformer.prep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.FrameFolder;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageDecoder;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.clip.VideoName;
import org.logoformer.error.Message;
import org.logoformer.shard.EncodedClip;
import org.logoformer.shard.PixelSums;
import org.logoformer.shard.ShardFormat;

/** Turns the folder or the video of a clip into what a shard holds of it. */
final class ClipEncoder {
  /** A clip is not stored, and why. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    Refused(String reason, String detail, Throwable cause) {
      super(detail, cause);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  private record Image(byte[] file, Frames pixels) {}

  private final FileSystem files;
  private final Storage storage;
  private final ImageDecoder decoder;
  private final SeenImages seen = new SeenImages();
  private String odd = "";

  ClipEncoder(FileSystem files, Storage storage) {
    this.files = files;
    this.storage = storage;
    this.decoder = storage.decoding().decoder();
  }

  /**
   * Encodes a clip.
   *
   * @param sums receives the pixels of the clip, if it is not refused
   * @throws Refused if one of its frames is
   * @throws IOException if the storage does not answer
   */
  EncodedClip encode(ListedClip clip, PixelSums sums) throws IOException, Refused {
    Path place = new Path(clip.folder());
    Optional<FileStatus> video = VideoName.find(files, place);
    if (video.isPresent()) {
      return encodeVideo(clip, video.get(), sums);
    }
    List<FileStatus> images = FrameFolder.list(files, place);
    if (images.isEmpty()) {
      throw new Refused("no-frames", "the folder holds no images", null);
    }
    PixelSums own = new PixelSums();
    EncodedClip encoded =
        storage.format() == ShardFormat.RAW
            ? encodePixels(clip, images, own)
            : encodeFiles(clip, images, own);
    sums.add(own);
    return encoded;
  }

  private EncodedClip encodeVideo(ListedClip clip, FileStatus video, PixelSums sums)
      throws IOException, Refused {
    VideoEncoder encoder = new VideoEncoder(storage, seen);
    PixelSums own = new PixelSums();
    EncodedClip encoded = encoder.encode(clip, files, video, own);
    odd = encoder.odd();
    sums.add(own);
    return encoded;
  }

  /** What is odd about the sizes of the frames encoded last; empty if nothing is. */
  String odd() {
    return odd;
  }

  /** What the frames were like; of one clip, as an encoder is for one. */
  SeenImages seen() {
    return seen;
  }

  private void compare(FileStatus first, Frames size, FileStatus image, Frames frame)
      throws Refused {
    if (frame.height() == size.height() && frame.width() == size.width()) {
      return;
    }
    odd =
        Message.of(
            "%s is of %d x %d pixels, %s of %d x %d",
            image.getPath().getName(),
            frame.width(),
            frame.height(),
            first.getPath().getName(),
            size.width(),
            size.height());
    if (storage.refusesOddFrames()) {
      throw new Refused(OddFrames.REASON, odd, null);
    }
  }

  private EncodedClip encodePixels(ListedClip clip, List<FileStatus> images, PixelSums sums)
      throws IOException, Refused {
    Frames first = null;
    byte[] rgb = null;
    int height = storage.storeSize();
    int width = storage.storeSize();
    for (int i = 0; i < images.size(); i++) {
      Frames frame = read(images.get(i)).pixels;
      if (i == 0) {
        // A clip has one size: that of its first frame, if not a given one.
        height = storage.keepsSize() ? frame.height() : height;
        width = storage.keepsSize() ? frame.width() : width;
        rgb = allocate(images.size(), height, width);
        first = frame;
      }
      compare(images.get(0), first, images.get(i), frame);
      byte[] pixels = storage.resize().apply(frame, height, width).rgb();
      System.arraycopy(pixels, 0, rgb, i * pixels.length, pixels.length);
    }
    Frames frames = new Frames(images.size(), height, width, rgb);
    sums.add(frames);
    return EncodedClip.raw(clip.id(), clip.label(), frames);
  }

  private EncodedClip encodeFiles(ListedClip clip, List<FileStatus> images, PixelSums sums)
      throws IOException, Refused {
    List<byte[]> bytes = new ArrayList<>();
    Frames first = null;
    for (FileStatus image : images) {
      Image read = read(image);
      Frames frame = read.pixels;
      first = first == null ? frame : first;
      compare(images.get(0), first, image, frame);
      sums.add(frame);
      bytes.add(read.file);
    }
    return EncodedClip.images(clip.id(), clip.label(), first.height(), first.width(), bytes);
  }

  private Image read(FileStatus image) throws IOException, Refused {
    try {
      byte[] file = FrameFolder.read(files, image);
      Frames pixels = decoder.decode(file);
      seen.add(file, pixels);
      return new Image(file, pixels);
    } catch (ImageRefusedException e) {
      throw new Refused(e.reason().label(), image.getPath().getName() + " is " + e.getMessage(), e);
    }
  }

  private static byte[] allocate(int frames, int height, int width) throws Refused {
    long bytes = frames * Frames.bytesPerFrame(height, width);
    if (bytes > Integer.MAX_VALUE - 64) {
      throw new Refused(
          "too-large",
          Message.of(
              "%d frames of %d x %d pixels do not fit a record; set prep.store-size",
              frames, width, height),
          null);
    }
    return new byte[(int) bytes];
  }
}
