package org.logoformer.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Finds clips that look like a part of another one: cut twice from one video, scaled, or coded
 * again. A frame looks like another if their hashes differ in at most {@link #DISTANCE} of 64 bits;
 * a clip does if at least {@link #SHARE} of its frames look like some frame of the other, longer
 * clip.
 *
 * <p>Hashes that close agree in at least one of {@code DISTANCE + 1} bands of their bits, so only
 * those are compared that do (M. Norouzi, A. Punjani, D. Fleet, "Fast Search in Hamming Space with
 * Multi-Index Hashing", 2012). Memory grows with the frames, not with the pairs.
 */
public final class NearClips {
  /** Bits in which frames of one look may differ. */
  public static final int DISTANCE = 3;

  /** Of the frames of the shorter clip. */
  public static final double SHARE = 0.5;

  /** A look that more clips have than these, such as a black picture with a logo, tells nothing. */
  public static final int COMMON = 200;

  private static final int BANDS = DISTANCE + 1;
  private static final int BAND_BITS = Long.SIZE / BANDS;
  private static final int BAND_VALUES = 1 << BAND_BITS;

  /**
   * A clip among others.
   *
   * @param hashes of its frames, as {@link ClipLook} has them
   * @param content the same number for clips of equal pixels, which are no pairs here
   * @param side the same number for clips on the same side of all splits
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  public record Clip(long[] hashes, int content, int side) {}

  /**
   * Clips that look alike.
   *
   * @param shorter index of the clip that looks like a part of the other
   * @param longer index of the other clip
   * @param share of the frames of the first
   * @param crosses whether they are on different sides of a split
   */
  public record Pair(int shorter, int longer, double share, boolean crosses) {}

  /**
   * What was found.
   *
   * @param pairs those across a split first, then by their share; no more than was asked for
   * @param crossing how many pairs across a split there are in all
   * @param within how many there are besides
   * @param common looks that too many clips have, and which were left out
   */
  public record Found(List<Pair> pairs, long crossing, long within, int common) {
    /** Copies the list. */
    public Found {
      pairs = List.copyOf(pairs);
    }
  }

  private static final Comparator<Pair> BEST_FIRST =
      Comparator.comparing((Pair p) -> !p.crosses())
          .thenComparing(Comparator.comparingDouble(Pair::share).reversed())
          .thenComparing(Pair::shorter)
          .thenComparing(Pair::longer);

  private final List<Clip> clips;
  private final long[][] looks; // of each clip, without those that are common
  private final int common;
  private final Band[] bands = new Band[BANDS];

  private NearClips(List<Clip> clips) {
    this.clips = clips;
    long[] left = common(clips);
    this.common = left.length;
    this.looks =
        clips.stream()
            .map(c -> Arrays.stream(c.hashes()).filter(h -> Arrays.binarySearch(left, h) < 0))
            .map(LongStream::toArray)
            .toArray(long[][]::new);
    for (int band = 0; band < BANDS; band++) {
      bands[band] = new Band(looks, band);
    }
  }

  /**
   * Compares each clip with all others.
   *
   * @param most pairs to return
   */
  public static Found find(Collection<Clip> clips, int most) {
    NearClips near = new NearClips(List.copyOf(clips));
    int workers = Math.max(1, Runtime.getRuntime().availableProcessors());
    List<Search> searches =
        IntStream.range(0, workers)
            .parallel()
            .mapToObj(
                worker -> {
                  Search search = near.new Search(most);
                  for (int clip = worker; clip < near.clips.size(); clip += workers) {
                    search.look(clip);
                  }
                  return search;
                })
            .toList();
    List<Pair> pairs = new ArrayList<>();
    searches.forEach(s -> pairs.addAll(s.best));
    pairs.sort(BEST_FIRST);
    return new Found(
        pairs.subList(0, Math.min(most, pairs.size())),
        searches.stream().mapToLong(s -> s.crossing).sum(),
        searches.stream().mapToLong(s -> s.within).sum(),
        near.common);
  }

  /** The looks that too many clips have, rising. */
  private static long[] common(List<Clip> clips) {
    long[] all =
        clips.stream().flatMapToLong(c -> Arrays.stream(c.hashes()).distinct()).sorted().toArray();
    return IntStream.range(COMMON, all.length)
        .filter(i -> all[i] == all[i - COMMON])
        .mapToLong(i -> all[i])
        .distinct()
        .toArray();
  }

  /** All looks of all clips by the value of one band of their bits. */
  private static final class Band {
    final int shift;
    final int[] starts = new int[BAND_VALUES + 1];
    final long[] hashes;
    final int[] clips;

    Band(long[][] looks, int band) {
      shift = band * BAND_BITS;
      int all = Arrays.stream(looks).mapToInt(l -> l.length).sum();
      hashes = new long[all];
      clips = new int[all];
      for (long[] clip : looks) {
        for (long hash : clip) {
          starts[value(hash) + 1]++;
        }
      }
      Arrays.parallelPrefix(starts, Integer::sum);
      int[] next = starts.clone();
      for (int clip = 0; clip < looks.length; clip++) {
        for (long hash : looks[clip]) {
          int at = next[value(hash)]++;
          hashes[at] = hash;
          clips[at] = clip;
        }
      }
    }

    int value(long hash) {
      return (int) (hash >>> shift) & (BAND_VALUES - 1);
    }
  }

  /** A worker's part. */
  private final class Search {
    final PriorityQueue<Pair> best = new PriorityQueue<>(BEST_FIRST.reversed());
    final int[] alike = new int[clips.size()]; // frames of the clip at hand, by other clip
    final int[] counted = new int[clips.size()]; // up to which frame
    final int[] touched = new int[clips.size()];
    final int most;
    int touches;
    long crossing;
    long within;

    Search(int most) {
      this.most = most;
      Arrays.fill(counted, -1);
    }

    void look(int clip) {
      long[] own = looks[clip];
      touches = 0;
      for (int frame = 0; frame < own.length; frame++) {
        for (Band band : bands) {
          compare(clip, frame, band);
        }
      }
      for (int i = 0; i < touches; i++) {
        int other = touched[i];
        double share = (double) alike[other] / own.length;
        if (share >= SHARE) {
          keep(new Pair(clip, other, share, clips.get(clip).side() != clips.get(other).side()));
        }
        alike[other] = 0;
        counted[other] = -1;
      }
    }

    private void compare(int clip, int frame, Band band) {
      long hash = looks[clip][frame];
      int value = band.value(hash);
      for (int at = band.starts[value]; at < band.starts[value + 1]; at++) {
        int other = band.clips[at];
        if (counted[other] < frame
            && PerceptualHash.distance(hash, band.hashes[at]) <= DISTANCE
            && isPair(clip, other)) {
          if (alike[other]++ == 0) {
            touched[touches++] = other;
          }
          counted[other] = frame;
        }
      }
    }

    /** Each pair once, from the side of the shorter clip. */
    private boolean isPair(int clip, int other) {
      int length = looks[clip].length;
      int longer = looks[other].length;
      return (length < longer || (length == longer && clip < other))
          && clips.get(clip).content() != clips.get(other).content();
    }

    private void keep(Pair pair) {
      crossing += pair.crosses() ? 1 : 0;
      within += pair.crosses() ? 0 : 1;
      best.add(pair);
      if (best.size() > most) {
        best.poll();
      }
    }
  }
}
