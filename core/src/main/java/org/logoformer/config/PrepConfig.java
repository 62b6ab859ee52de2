package org.logoformer.config;

import org.logoformer.clip.Exif;
import org.logoformer.clip.ImageDecoder;

/**
 * Block {@code prep}.
 *
 * @param source root of the data set
 * @param list for layout list: a file of "path label" lines
 * @param labelBase for layout dfew: the label of Happy
 * @param dfewClips for layout dfew: name of the folder of clips
 * @param output folder of the shard set
 * @param maxBadRatio of the clips; above it the job fails
 * @param maxPixels of an image; larger ones are refused before they are decoded
 * @param exif what becomes of orientations that cameras have written into images
 * @param oddFrames what becomes of a clip with frames that do not go with the others
 * @param partitions Spark tasks; 0: as many as shards are expected
 */
public record PrepConfig(
    Layout layout,
    String source,
    String list,
    int labelBase,
    String dfewClips,
    String output,
    Format format,
    StoreSize storeSize,
    Resize resize,
    ByteSize shardSize,
    double maxBadRatio,
    long maxPixels,
    Exif exif,
    OddFrames oddFrames,
    int partitions) {

  /** How the source's folders and lists are laid out. */
  public enum Layout {
    FERV39K,
    DFEW,
    LIST,
    UNLABELLED
  }

  /** What a shard holds of a frame: pixels, or the bytes of its file. */
  public enum Format {
    RAW,
    JPEG
  }

  /** Of clips with odd frames: into quarantine, or stored and listed. */
  public enum OddFrames {
    REFUSE,
    REPORT
  }

  /** How frames are made smaller. */
  public enum Resize {
    ANTIALIAS,
    PLAIN
  }

  public PrepConfig {
    Require.between("prep.label-base", labelBase, 0, 1);
    Require.that(
        dfewClips.matches("[^/]+"), "prep.dfew-clips", dfewClips, "must be the name of a folder");
    Require.atLeast("prep.shard-size", shardSize.bytes(), 1);
    Require.between("prep.max-bad-ratio", maxBadRatio, 0, 1);
    Require.that(
        maxPixels >= 1 && maxPixels <= ImageDecoder.LARGEST_MAX_PIXELS,
        "prep.max-pixels",
        maxPixels,
        "must be from 1 to " + ImageDecoder.LARGEST_MAX_PIXELS);
    Require.within("prep.partitions", partitions, 0, 1_000_000);
  }
}
