package org.logoformer.config;

import java.util.HashSet;
import java.util.List;
import org.logoformer.clip.Exif;
import org.logoformer.clip.ImageDecoder;

/**
 * Block {@code prep}.
 *
 * @param source root of the data set
 * @param list for layout list: a file with a clip in each line, or a pattern that names several
 * @param columns of the lists, in order; empty: as their content shows
 * @param classes names in the order of the labels; empty: as the lists have them
 * @param labelBase the number of the first class, in lists whose labels are numbers
 * @param remap what stands in place of the roots of absolute paths, {@code their root = own root}
 * @param dfewClips for layout dfew: name of the folder of clips
 * @param clipsFolder name or path of the folder of clips of another copy; empty: as published
 * @param clipsFolders whether the folder may be there several times, each with a part of the clips
 * @param scene for layout ferv39k: the one to take; empty: all
 * @param output folder of the shard set
 * @param maxBadRatio of the clips; above it the job fails
 * @param maxPixels of an image; larger ones are refused before they are decoded
 * @param exif what becomes of orientations that cameras have written into images
 * @param oddFrames what becomes of a clip with frames that do not go with the others
 * @param cutVideos what becomes of a video whose file ends before it does
 * @param boxes a file of the faces in the frames, which are cut to them; empty: frames are taken as
 *     they are
 * @param missingBox what becomes of a frame whose face the file does not name
 * @param boxMargin what is seen beyond a face on each side, as a share of its side
 * @param partitions Spark tasks; 0: as many as shards are expected
 */
public record PrepConfig(
    Layout layout,
    String source,
    String list,
    List<Column> columns,
    List<String> classes,
    LabelBase labelBase,
    List<String> remap,
    String dfewClips,
    String clipsFolder,
    ClipsFolders clipsFolders,
    String scene,
    String output,
    Format format,
    StoreSize storeSize,
    Resize resize,
    ByteSize shardSize,
    double maxBadRatio,
    long maxPixels,
    Exif exif,
    OddFrames oddFrames,
    CutVideos cutVideos,
    String boxes,
    MissingBox missingBox,
    double boxMargin,
    int partitions) {

  /** How the source's folders and lists are laid out. */
  public enum Layout {
    FERV39K,
    DFEW,
    LIST,
    UNLABELLED
  }

  /** What a column of a list holds. */
  public enum Column {
    PATH,
    LABEL,
    SPLIT,
    FOLD,
    FRAMES,
    SCENE,
    SUBJECT,
    OTHER
  }

  /** Of folders of one name: one is expected, or each holds a part of the clips. */
  public enum ClipsFolders {
    ONE,
    PARTS
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

  /** Of videos that were cut off: their whole frames are stored and noted, or into quarantine. */
  public enum CutVideos {
    KEEP,
    QUARANTINE
  }

  /** Of a frame without a face: that of the nearest frame, or its clip into quarantine. */
  public enum MissingBox {
    NEAREST,
    QUARANTINE
  }

  /** How frames are made smaller. */
  public enum Resize {
    ANTIALIAS,
    PLAIN
  }

  public PrepConfig {
    columns = List.copyOf(columns);
    Require.that(
        columns.isEmpty() || (isOnce(columns, Column.PATH) && isOnce(columns, Column.LABEL)),
        "prep.columns",
        columns.stream().map(c -> Binder.kebab(c.name())).toList(),
        "must have path and label, each once");
    classes = List.copyOf(classes);
    Require.that(
        classes.size() != 1 && classes.stream().allMatch(PrepConfig::isName),
        "prep.classes",
        classes,
        "must be the names of two classes or more, without line breaks and blanks around them");
    Require.that(
        new HashSet<>(classes).size() == classes.size(),
        "prep.classes",
        classes,
        "must not name a class twice");
    remap = List.copyOf(remap);
    Require.that(
        dfewClips.matches("[^/]+"), "prep.dfew-clips", dfewClips, "must be the name of a folder");
    Require.atLeast("prep.shard-size", shardSize.bytes(), 1);
    Require.between("prep.max-bad-ratio", maxBadRatio, 0, 1);
    Require.that(
        maxPixels >= 1 && maxPixels <= ImageDecoder.LARGEST_MAX_PIXELS,
        "prep.max-pixels",
        maxPixels,
        "must be from 1 to " + ImageDecoder.LARGEST_MAX_PIXELS);
    Require.that(
        boxes.isBlank() || (format == Format.RAW && !storeSize.isSource()),
        "prep.boxes",
        boxes,
        "faces are cut out of pixels and stored in one size: it needs prep.format = raw and a"
            + " prep.store-size in pixels");
    Require.between("prep.box-margin", boxMargin, 0, 2);
    Require.within("prep.partitions", partitions, 0, 1_000_000);
  }

  private static boolean isName(String text) {
    return !text.isBlank()
        && text.equals(text.strip())
        && text.chars().noneMatch(Character::isISOControl);
  }

  private static boolean isOnce(List<Column> columns, Column column) {
    return columns.stream().filter(c -> c == column).count() == 1;
  }
}
