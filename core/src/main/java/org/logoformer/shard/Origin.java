package org.logoformer.shard;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.ClassMap;
import org.logoformer.clip.DecoderProbe;
import org.logoformer.clip.Exif;
import org.logoformer.clip.ImageDecoder;
import org.logoformer.error.ClusterException;
import org.logoformer.error.Message;

/**
 * Where the clips of a set come from and how they were stored.
 *
 * @param classes names by label
 * @param format how frames are stored
 * @param storeSize height and width of the stored frames, pixels; 0 for that of the source
 * @param resize how frames were resized, as {@code prep.resize} says; {@code none} if they were not
 * @param plan hash of the planned shards and of every setting that changes their bytes
 * @param sources SHA-256 of the lists the set was made from, by their names
 * @param pixels statistics of all stored pixels
 * @param quarantine the clips that were listed but not stored
 * @param decoding how images became pixels
 * @param videos how videos became pixels
 * @param faces how faces were cut out of frames
 */
public record Origin(
    ClassMap classes,
    ShardFormat format,
    int storeSize,
    String resize,
    String plan,
    Map<String, String> sources,
    Pixels pixels,
    Quarantine quarantine,
    Decoding decoding,
    VideoDecoding videos,
    FaceCrops faces) {
  /** Copies the map, in the order of the names. */
  public Origin {
    sources = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(sources));
  }

  /** Of a set of images that were taken as they are. */
  public Origin(
      ClassMap classes,
      ShardFormat format,
      int storeSize,
      String resize,
      String plan,
      Map<String, String> sources,
      Pixels pixels,
      Quarantine quarantine,
      Decoding decoding) {
    this(
        classes,
        format,
        storeSize,
        resize,
        plan,
        sources,
        pixels,
        quarantine,
        decoding,
        VideoDecoding.NONE,
        FaceCrops.NONE);
  }

  /**
   * How images became pixels.
   *
   * @param probe {@link org.logoformer.clip.DecoderProbe#checksum} of the machine that made the
   *     set; empty in sets made before it was recorded
   * @param maxPixels of an image; larger ones were refused
   * @param exif what became of orientations
   * @param library what decoded JPEGs and its version, such as {@code libjpeg-turbo 3.0.1}; empty
   *     in sets made before it was recorded. Machines with others may add to the set as long as the
   *     probe is the same.
   */
  public record Decoding(String probe, long maxPixels, Exif exif, String library)
      implements Serializable {
    /** What is assumed of sets that do not say: their checksums vouch for every image in them. */
    public static final Decoding UNRECORDED =
        new Decoding("", ImageDecoder.LARGEST_MAX_PIXELS, Exif.IGNORE, "");

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if no decoder has such a limit
     */
    public Decoding {
      if (maxPixels < 1 || maxPixels > ImageDecoder.LARGEST_MAX_PIXELS) {
        throw new IllegalArgumentException("max-pixels is " + maxPixels);
      }
    }

    /** Decoding as this machine does it. */
    public static Decoding here(long maxPixels, Exif exif) {
      return new Decoding(DecoderProbe.checksum(), maxPixels, exif, DecoderProbe.decoder());
    }

    /** Makes the same pixels of an image in every process. */
    public ImageDecoder decoder() {
      return new ImageDecoder(maxPixels, exif);
    }

    /**
     * Makes sure that this machine makes the same pixels of an image, as far as is known.
     *
     * @param set its folder, for the message
     * @throws ClusterException if it does not
     */
    public void requireSameHere(Path set) {
      String here = DecoderProbe.checksum();
      if (!probe.isEmpty() && !probe.equals(here)) {
        throw new ClusterException(
            Message.of(
                "This machine decodes JPEGs otherwise than the one that prepared %s: the pixels of the"
                    + " probe pictures have CRC %s here, %s there; use the same build of this"
                    + " program on all machines, or prepare the set again",
                set, here, probe));
      }
    }
  }

  /**
   * Statistics of pixels.
   *
   * @param mean of red, green, blue, on the scale 0..1
   * @param std of red, green, blue, on the scale 0..1
   */
  public record Pixels(List<Double> mean, List<Double> std) {
    /** Copies the lists. */
    public Pixels {
      mean = List.copyOf(mean);
      std = List.copyOf(std);
    }
  }

  /**
   * Clips that were listed but not stored. The file {@code quarantine.jsonl} names each.
   *
   * @param listed clips in the lists
   * @param clips of them in quarantine
   * @param reasons clips by reason
   */
  public record Quarantine(int listed, int clips, Map<String, Integer> reasons)
      implements Serializable {
    /** Copies the map, in the order of the reasons. */
    public Quarantine {
      reasons = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
    }
  }
}
