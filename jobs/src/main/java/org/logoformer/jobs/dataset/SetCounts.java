package org.logoformer.jobs.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.logoformer.clip.NaturalOrder;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Shard;
import org.logoformer.shard.SourceClip;

/**
 * What is in a shard set, in numbers.
 *
 * @param clips stored
 * @param frames of them
 * @param bytes of all shards
 * @param shards files
 * @param quarantined clips by reason
 * @param classes clips of each class, by split or fold, see {@link #side}
 * @param scenes clips by scene; empty if there are none
 * @param lengths clips by ranges of frames
 * @param sizes clips by the size of their images at the source, as far as they are known
 * @param turned clips with images whose orientation is noted as another than upright
 */
public record SetCounts(
    long clips,
    long frames,
    long bytes,
    int shards,
    Map<String, Integer> quarantined,
    @JsonProperty("clips-by-class") Map<String, Map<String, Long>> classes,
    @JsonProperty("clips-by-scene") Map<String, Long> scenes,
    @JsonProperty("clips-by-frames") Map<String, Long> lengths,
    @JsonProperty("clips-by-size") Map<String, Long> sizes,
    @JsonProperty("clips-turned") long turned) {
  private static final int SIZES = 12;

  /**
   * Counts.
   *
   * @param sources empty if the set does not tell
   */
  public static SetCounts of(Manifest manifest, Optional<List<SourceClip>> sources) {
    List<SourceClip> images = sources.orElse(List.of());
    return new SetCounts(
        manifest.clips().size(),
        manifest.shards().stream().mapToLong(Shard::frames).sum(),
        manifest.shards().stream().mapToLong(Shard::bytes).sum(),
        manifest.shards().size(),
        manifest.origin().quarantine().reasons(),
        classes(manifest),
        counts(manifest, ClipRecord::scene),
        Histogram.ofFrames(manifest.clips(), ClipRecord::frames),
        Histogram.ofSizes(images, SIZES),
        images.stream().filter(s -> s.turned() > 0).count());
  }

  /** Where a clip belongs: its split, or the fold that tests on it, such as {@code fold 2}. */
  public static String side(ClipRecord clip) {
    return clip.fold() > 0 ? "fold " + clip.fold() : clip.split();
  }

  private static Map<String, Map<String, Long>> classes(Manifest manifest) {
    List<String> names = manifest.origin().classes().names();
    Map<String, Map<String, Long>> sides = new LinkedHashMap<>();
    TreeSet<String> known = new TreeSet<>(NaturalOrder.INSTANCE);
    manifest.clips().forEach(c -> known.add(side(c)));
    for (String side : known) {
      Map<String, Long> counts = new LinkedHashMap<>();
      names.forEach(name -> counts.put(name, 0L));
      sides.put(side, counts);
    }
    manifest.clips().forEach(c -> sides.get(side(c)).merge(names.get(c.label()), 1L, Long::sum));
    return sides;
  }

  private static Map<String, Long> counts(Manifest manifest, Function<ClipRecord, String> tag) {
    return manifest.clips().stream()
        .map(tag)
        .filter(t -> !t.isEmpty())
        .collect(Collectors.groupingBy(t -> t, TreeMap::new, Collectors.counting()));
  }
}
