package org.logoformer.prep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.FrameFolder;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageDecoder;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.clip.Picture;
import org.logoformer.clip.VideoName;
import org.logoformer.error.Message;
import org.logoformer.face.FaceCropper;
import org.logoformer.shard.EncodedClip;
import org.logoformer.shard.PixelSums;
import org.logoformer.shard.ShardFormat;
import org.logoformer.transform.Resizer;

/** Turns folders and videos of clips into what a shard holds of them, one after the other. */
final class ClipEncoder implements AutoCloseable {
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

  private record Size(int height, int width) {
    static Size of(Picture picture) {
      return new Size(picture.height(), picture.width());
    }
  }

  private final Configuration hadoop;
  private final Storage storage;
  private final ImageDecoder decoder;
  private final Resizer resizer;
  private final FaceCropper cropper;
  private final Picture picture = new Picture();
  private final ImageFiles files = new ImageFiles();
  private SeenImages seen = new SeenImages();
  private String odd = "";
  private String cutOff = "";

  ClipEncoder(Configuration hadoop, Storage storage) {
    this.hadoop = hadoop;
    this.storage = storage;
    this.decoder = storage.decoding().decoder();
    this.resizer = new Resizer(storage.resize());
    this.cropper = storage.cropper();
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
    FileSystem source = place.getFileSystem(hadoop);
    odd = "";
    cutOff = "";
    seen = new SeenImages();
    Optional<FileStatus> video = VideoName.find(source, place);
    if (video.isPresent()) {
      return encodeVideo(clip, source, video.get(), sums);
    }
    List<FileStatus> images = FrameFolder.list(source, place);
    if (images.isEmpty()) {
      throw new Refused("no-frames", "the folder holds no images", null);
    }
    files.begin(source, images);
    PixelSums own = new PixelSums();
    EncodedClip encoded =
        storage.format() == ShardFormat.RAW
            ? encodePixels(clip, images, own)
            : encodeFiles(clip, images, own);
    sums.add(own);
    return encoded;
  }

  private EncodedClip encodeVideo(
      ListedClip clip, FileSystem source, FileStatus video, PixelSums sums)
      throws IOException, Refused {
    VideoEncoder encoder = new VideoEncoder(storage, seen);
    PixelSums own = new PixelSums();
    EncodedClip encoded = encoder.encode(clip, source, video, own);
    odd = encoder.odd();
    cutOff = encoder.cutOff();
    sums.add(own);
    return encoded;
  }

  /** What is odd about the sizes of the frames encoded last; empty if nothing is. */
  String odd() {
    return odd;
  }

  /** What the video encoded last lacks at its end; empty if nothing. */
  String cutOff() {
    return cutOff;
  }

  /** What the frames of the clip encoded last were like. */
  SeenImages seen() {
    return seen;
  }

  private void compare(FileStatus first, Size size, FileStatus image) throws Refused {
    if (Size.of(picture).equals(size)) {
      return;
    }
    odd =
        Message.of(
            "%s is of %d x %d pixels, %s of %d x %d",
            image.getPath().getName(),
            picture.width(),
            picture.height(),
            first.getPath().getName(),
            size.width,
            size.height);
    if (storage.refusesOddFrames()) {
      throw new Refused(OddFrames.REASON, odd, null);
    }
  }

  private EncodedClip encodePixels(ListedClip clip, List<FileStatus> images, PixelSums sums)
      throws IOException, Refused {
    FaceCuts cuts = FaceCuts.ofImages(clip.faces(), images, storage, cropper);
    decode(images.get(0));
    // A clip has one size: that of its first frame, if not a given one.
    Size first = Size.of(picture);
    int height = storage.keepsSize() ? first.height : storage.storeSize();
    int width = storage.keepsSize() ? first.width : storage.storeSize();
    Frames frames =
        new Frames(images.size(), height, width, allocate(images.size(), height, width));
    put(resizer.apply(cuts.cut(0, picture), height, width), frames, 0, sums);
    for (int i = 1; i < images.size(); i++) {
      decode(images.get(i));
      compare(images.get(0), first, images.get(i));
      put(resizer.apply(cuts.cut(i, picture), height, width), frames, i, sums);
    }
    return EncodedClip.raw(clip.id(), clip.label(), frames);
  }

  private static void put(Picture shown, Frames frames, int frame, PixelSums sums) {
    sums.add(shown);
    shown.samples(frames.rgb(), frames.frameOffset(frame));
  }

  private EncodedClip encodeFiles(ListedClip clip, List<FileStatus> images, PixelSums sums)
      throws IOException, Refused {
    List<byte[]> bytes = new ArrayList<>();
    Size first = null;
    for (FileStatus image : images) {
      bytes.add(decode(image));
      first = first == null ? Size.of(picture) : first;
      compare(images.get(0), first, image);
      sums.add(picture);
    }
    return EncodedClip.images(clip.id(), clip.label(), first.height, first.width, bytes);
  }

  /** Reads the next file, which is {@code image}, decodes it and returns it. */
  private byte[] decode(FileStatus image) throws IOException, Refused {
    try {
      byte[] file = files.next();
      decoder.decode(file, picture);
      seen.add(file, picture.height(), picture.width());
      return file;
    } catch (ImageRefusedException e) {
      throw new Refused(e.reason().label(), image.getPath().getName() + " is " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    files.close();
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
