package org.logoformer.jobs.dataset;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.logoformer.shard.SourceClip;

/** Clips by ranges of a number; ranges without clips at either end are left out. */
final class Histogram {
  /** Where ranges of frames begin; the last has no end. */
  private static final int[] FRAMES = {1, 8, 16, 24, 32, 48, 64, 96, 128, 256, 512};

  /** Where ranges of brightness begin. */
  private static final int[] LUMA = {0, 25, 50, 75, 100, 125, 150, 175, 200, 230};

  private static final int BRIGHTEST = 255;

  private Histogram() {}

  /** Clips by how many frames they have. */
  static <T> Map<String, Long> ofFrames(Collection<T> clips, ToIntFunction<T> frames) {
    return of(clips, frames, FRAMES, Integer.MAX_VALUE);
  }

  /** Clips by their mean brightness. */
  static <T> Map<String, Long> ofLuma(Collection<T> clips, ToIntFunction<T> luma) {
    return of(clips, luma, LUMA, BRIGHTEST);
  }

  /**
   * Clips by the size of their images, the most frequent sizes first, all others in one row.
   *
   * @param most rows
   */
  static Map<String, Long> ofSizes(Collection<SourceClip> clips, int most) {
    Map<String, Long> all =
        clips.stream()
            .collect(Collectors.groupingBy(Histogram::size, TreeMap::new, Collectors.counting()));
    Map<String, Long> shown = new LinkedHashMap<>();
    all.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(all.size() > most ? most - 1 : most)
        .forEach(e -> shown.put(e.getKey(), e.getValue()));
    long others = clips.size() - shown.values().stream().mapToLong(n -> n).sum();
    if (others > 0) {
      shown.put((all.size() - shown.size()) + " other sizes", others);
    }
    return shown;
  }

  /** Such as {@code 224 x 224}, or {@code mixed} for a clip of several sizes. */
  static String size(SourceClip clip) {
    boolean one = clip.minWidth() == clip.maxWidth() && clip.minHeight() == clip.maxHeight();
    return one ? clip.minWidth() + " x " + clip.minHeight() : "mixed";
  }

  private static <T> Map<String, Long> of(
      Collection<T> clips, ToIntFunction<T> number, int[] starts, int last) {
    long[] counts = new long[starts.length];
    for (T clip : clips) {
      int range = starts.length - 1;
      while (range > 0 && number.applyAsInt(clip) < starts[range]) {
        range--;
      }
      counts[range]++;
    }
    int from = 0;
    int to = starts.length;
    while (to > from && counts[to - 1] == 0) {
      to--;
    }
    while (from < to && counts[from] == 0) {
      from++;
    }
    Map<String, Long> ranges = new LinkedHashMap<>();
    for (int i = from; i < to; i++) {
      int end = i + 1 < starts.length ? starts[i + 1] - 1 : last;
      String name = end == Integer.MAX_VALUE ? starts[i] + " and more" : starts[i] + " to " + end;
      ranges.put(name, counts[i]);
    }
    return ranges;
  }
}
