package org.logoformer.shard;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.logoformer.clip.ClassMap;

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
 */
public record Origin(
    ClassMap classes,
    ShardFormat format,
    int storeSize,
    String resize,
    String plan,
    Map<String, String> sources,
    Pixels pixels,
    Quarantine quarantine) {
  /** Copies the map, in the order of the names. */
  public Origin {
    sources = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(sources));
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
