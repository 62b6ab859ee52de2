package org.logoformer.prep;

import java.io.Serializable;
import java.util.Locale;
import org.logoformer.clip.ClassMap;
import org.logoformer.clip.Exif;
import org.logoformer.config.PrepConfig;
import org.logoformer.config.PrepConfig.Format;
import org.logoformer.error.ConfigException;
import org.logoformer.error.Message;
import org.logoformer.face.FaceCropper;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Origin.Decoding;
import org.logoformer.shard.ShardFormat;
import org.logoformer.transform.Resize;

/**
 * The settings that decide the bytes of a set.
 *
 * @param format how frames are stored
 * @param storeSize pixels; 0 for that of the source
 * @param resize the filter
 * @param decoding of images, on every machine that takes part
 * @param oddFrames what becomes of clips with frames that do not go with the others
 * @param cutVideos what becomes of videos whose file ends early
 * @param missingBox what becomes of frames whose face is not known
 * @param boxMargin what is seen beyond a face on each side, as a share of its side
 * @param shardBytes the size aimed at
 */
record Storage(
    ShardFormat format,
    int storeSize,
    Resize resize,
    Decoding decoding,
    PrepConfig.OddFrames oddFrames,
    PrepConfig.CutVideos cutVideos,
    PrepConfig.MissingBox missingBox,
    double boxMargin,
    long shardBytes)
    implements Serializable {
  // About how much smaller JPEG and video codings make faces; only the number of shards depends on
  // it.
  private static final int JPEG_FACTOR = 12;
  private static final int VIDEO_FACTOR = 100;

  static Storage of(PrepConfig config) {
    boolean raw = config.format() == Format.RAW;
    return new Storage(
        raw ? ShardFormat.RAW : ShardFormat.JPEG,
        raw ? config.storeSize().pixels() : 0,
        config.resize() == PrepConfig.Resize.PLAIN ? Resize.PLAIN : Resize.ANTIALIAS,
        Decoding.here(config.maxPixels(), config.exif()),
        config.oddFrames(),
        config.cutVideos(),
        config.missingBox(),
        config.boxMargin(),
        config.shardSize().bytes());
  }

  boolean keepsSize() {
    return storeSize == 0;
  }

  boolean refusesOddFrames() {
    return oddFrames == PrepConfig.OddFrames.REFUSE;
  }

  boolean refusesCutVideos() {
    return cutVideos == PrepConfig.CutVideos.QUARANTINE;
  }

  /** Makes the same crop of a face in every process. */
  FaceCropper cropper() {
    return new FaceCropper(storeSize, boxMargin, resize, decoding.maxPixels());
  }

  String resizeLabel() {
    return keepsSize() ? "none" : resize == Resize.PLAIN ? "plain" : "antialias";
  }

  /**
   * Makes sure that a clip can be stored in this format.
   *
   * @throws ConfigException if it is a video, which has no files of frames that could be kept
   */
  void requireFits(ListedClip clip, Scan scan) {
    if (scan.video() && format == ShardFormat.JPEG) {
      throw new ConfigException(
          Message.of(
              "prep.format = jpeg keeps the files of frames as they are, and %s is a video, which has"
                  + " none: use prep.format = raw (prep.store-size = source keeps its size)",
              clip.id()));
    }
  }

  /** About how many bytes a clip takes in a shard. */
  long bytes(Scan scan) {
    if (format == ShardFormat.JPEG) {
      return scan.bytes();
    }
    int factor = scan.video() ? VIDEO_FACTOR : JPEG_FACTOR;
    return keepsSize() ? scan.bytes() * factor : scan.frames() * 3L * storeSize * storeSize;
  }

  /** All of it as text, for hashing, with the classes of the set. */
  String fingerprint(ClassMap classes) {
    // Sets without labels have always been hashed as if they had these.
    boolean labelled = !classes.equals(ClassMap.UNLABELLED);
    // A rule that changes nothing is not named: such sets keep the hash they had before it.
    String exif = decoding.exif() == Exif.IGNORE ? "" : " exif=" + decoding.exif().label();
    String cut = refusesCutVideos() ? " cut-videos=quarantine" : "";
    return Message.of(
            "schema=%d format=%s store-size=%d resize=%s max-pixels=%d decoder=%s odd-frames=%s classes=%s",
            Manifest.SCHEMA,
            format.label(),
            storeSize,
            resizeLabel(),
            decoding.maxPixels(),
            decoding.probe(),
            oddFrames.name().toLowerCase(Locale.ROOT),
            (labelled ? classes : ClassMap.EMOTIONS).names())
        + exif
        + cut;
  }
}
