package org.logoformer.jobs.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.logoformer.clip.NaturalOrder;
import org.logoformer.quality.ClipLook;
import org.logoformer.quality.NearClips;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.ListFact;
import org.logoformer.shard.SourceClip;

/**
 * What is worth a look in a shard set. Clips are named by their index in the manifest.
 *
 * @param equal groups of clips of equal pixels, those across a split first
 * @param near clips that look like a part of another one
 * @param subjects whom clips of several sides of a split show, with the sides; empty if nobody can
 *     tell
 * @param miscounted clips of another number of frames than their list says
 * @param damaged clips whose shard is damaged
 * @param shorter clips with fewer frames than the network takes
 * @param dark clips of a mean brightness below {@link #DARK}
 * @param bright clips of a mean brightness above {@link #BRIGHT}
 * @param flat clips with frames that show nothing
 * @param still clips of several frames that are all equal
 * @param sizes clips whose images are of another size than most, see {@link #isOddlySized}
 * @param turned clips with images whose orientation is noted as another than upright
 */
record Findings(
    List<List<Integer>> equal,
    NearClips.Found near,
    Optional<SortedMap<String, SortedSet<String>>> subjects,
    List<ListFact> miscounted,
    List<Integer> damaged,
    List<Integer> shorter,
    List<Integer> dark,
    List<Integer> bright,
    List<Integer> flat,
    List<Integer> still,
    List<SourceClip> sizes,
    List<SourceClip> turned) {
  /** Of 255; a face is hardly seen in a darker picture. */
  static final double DARK = 25;

  /** Of 255. */
  static final double BRIGHT = 230;

  /** Times as many pixels as the median, or the same part of it, are another size. */
  static final double AREA = 4;

  /** Times as wide for its height as the median, or the same part of it, is another shape. */
  static final double SHAPE = 1.5;

  /** Pairs of near clips that are kept; all are counted. */
  static final int MOST_PAIRS = 10_000;

  /**
   * Looks for all of it.
   *
   * @param frames that the network takes of a clip
   * @param subject finds in the id of a clip whom it shows, in its first group; not asked where the
   *     lists say it
   */
  static Findings of(Survey survey, int frames, Optional<Pattern> subject) {
    List<ClipRecord> clips = survey.manifest().clips();
    List<Looked> looked = survey.looked();
    Map<String, List<Integer>> contents = contents(looked);
    Map<String, ClipRecord> stored = survey.manifest().byId();
    List<SourceClip> sources =
        survey.sources().orElse(List.of()).stream()
            .filter(s -> stored.containsKey(s.clip()))
            .toList();
    return new Findings(
        equal(contents, clips),
        NearClips.find(candidates(clips, looked, contents), MOST_PAIRS),
        byFacts(survey.facts())
            .or(() -> subject.map(Findings::byPattern))
            .map(name -> shared(clips, name)),
        survey.facts().stream().filter(f -> f.isMiscounted(stored)).toList(),
        where(clips, i -> !looked.get(i).isSound()),
        where(clips, i -> clips.get(i).frames() < frames),
        looking(looked, l -> l.luma() < DARK),
        looking(looked, l -> l.luma() > BRIGHT),
        looking(looked, l -> l.flat() > 0),
        where(clips, i -> isStill(clips.get(i), looked.get(i))),
        oddlySized(sources),
        sources.stream().filter(s -> s.turned() > 0).toList());
  }

  private static boolean isStill(ClipRecord clip, Looked looked) {
    return looked.isSound() && clip.frames() > 1 && looked.look().distinct() == 1;
  }

  private interface Seen {
    boolean holds(ClipLook look);
  }

  private static List<Integer> looking(List<Looked> looked, Seen seen) {
    return where(looked, i -> looked.get(i).isSound() && seen.holds(looked.get(i).look()));
  }

  private static List<Integer> where(List<?> all, IntPredicate holds) {
    return IntStream.range(0, all.size()).filter(holds).boxed().toList();
  }

  private static Map<String, List<Integer>> contents(List<Looked> looked) {
    Map<String, List<Integer>> contents = new LinkedHashMap<>();
    for (int i = 0; i < looked.size(); i++) {
      if (looked.get(i).isSound()) {
        String digest = looked.get(i).look().digest();
        contents.computeIfAbsent(digest, key -> new ArrayList<>()).add(i);
      }
    }
    return contents;
  }

  private static List<List<Integer>> equal(
      Map<String, List<Integer>> contents, List<ClipRecord> clips) {
    List<List<Integer>> across = new ArrayList<>();
    List<List<Integer>> within = new ArrayList<>();
    for (List<Integer> group : contents.values()) {
      if (group.size() > 1) {
        (crosses(group, clips) ? across : within).add(List.copyOf(group));
      }
    }
    across.addAll(within);
    return across;
  }

  /** How many clips are equal to a clip on another side of a split. */
  int equalAcross(List<ClipRecord> clips) {
    return equal.stream().filter(group -> crosses(group, clips)).mapToInt(List::size).sum();
  }

  /** Whether clips lie on both sides of a split: one is trained on where another is tested on. */
  static boolean crosses(List<Integer> group, List<ClipRecord> clips) {
    return group.stream().map(i -> SetCounts.side(clips.get(i))).distinct().count() > 1;
  }

  private static List<NearClips.Clip> candidates(
      List<ClipRecord> clips, List<Looked> looked, Map<String, List<Integer>> contents) {
    Map<String, Integer> sides = new HashMap<>();
    Map<String, Integer> numbers = new HashMap<>();
    contents.keySet().forEach(digest -> numbers.put(digest, numbers.size()));
    List<NearClips.Clip> candidates = new ArrayList<>();
    for (int i = 0; i < clips.size(); i++) {
      int side = sides.computeIfAbsent(SetCounts.side(clips.get(i)), key -> sides.size());
      Looked seen = looked.get(i);
      candidates.add(
          seen.isSound()
              ? new NearClips.Clip(seen.look().hashes(), numbers.get(seen.look().digest()), side)
              : new NearClips.Clip(new long[0], -1, side));
    }
    return candidates;
  }

  /** The subject of a clip; empty if nobody knows it. */
  private interface Subject extends Function<ClipRecord, String> {}

  private static Optional<Subject> byFacts(List<ListFact> facts) {
    Map<String, String> subjects = new HashMap<>();
    facts.stream()
        .filter(f -> !f.subject().isEmpty())
        .forEach(f -> subjects.put(f.clip(), f.subject()));
    return subjects.isEmpty()
        ? Optional.empty()
        : Optional.of(clip -> subjects.getOrDefault(clip.id(), ""));
  }

  private static Subject byPattern(Pattern pattern) {
    return clip -> {
      Matcher found = pattern.matcher(clip.id());
      return found.find() && found.group(1) != null ? found.group(1) : "";
    };
  }

  private static SortedMap<String, SortedSet<String>> shared(
      List<ClipRecord> clips, Subject subject) {
    SortedMap<String, SortedSet<String>> subjects = new TreeMap<>(NaturalOrder.INSTANCE);
    for (ClipRecord clip : clips) {
      String name = subject.apply(clip);
      if (!name.isEmpty()) {
        subjects
            .computeIfAbsent(name, key -> new TreeSet<>(NaturalOrder.INSTANCE))
            .add(SetCounts.side(clip));
      }
    }
    subjects.values().removeIf(sides -> sides.size() < 2);
    return subjects;
  }

  private static List<SourceClip> oddlySized(List<SourceClip> sources) {
    if (sources.isEmpty()) {
      return List.of();
    }
    double area = median(sources.stream().mapToDouble(s -> area(s)).toArray());
    double shape = median(sources.stream().mapToDouble(s -> shape(s)).toArray());
    return sources.stream().filter(s -> isOddlySized(s, area, shape)).toList();
  }

  /**
   * Whether the images of a clip are of several sizes, or of another size or shape than those of
   * most clips.
   *
   * @param area the median of all clips, pixels
   * @param shape the median width for the height
   */
  static boolean isOddlySized(SourceClip clip, double area, double shape) {
    return clip.minWidth() != clip.maxWidth()
        || clip.minHeight() != clip.maxHeight()
        || isFar(area(clip), area, AREA)
        || isFar(shape(clip), shape, SHAPE);
  }

  private static boolean isFar(double value, double median, double factor) {
    return value > median * factor || value < median / factor;
  }

  private static double area(SourceClip clip) {
    return (double) clip.maxWidth() * clip.maxHeight();
  }

  private static double shape(SourceClip clip) {
    return (double) clip.maxWidth() / clip.maxHeight();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
