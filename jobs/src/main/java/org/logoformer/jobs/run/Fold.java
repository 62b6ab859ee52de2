package org.logoformer.jobs.run;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.logoformer.config.DataConfig;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.random.Keyed;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;

/**
 * The clips that one network of a run is trained and tested on. A run without cross validation has
 * the one fold 0.
 *
 * @param number of the fold that the clips are tested in; 0 without cross validation
 * @param train training clips in the order of the manifest
 * @param validation training clips that are tested in place of trained on; empty unless {@code
 *     data.validation} asks for some
 * @param test test clips in the order of the manifest
 */
public record Fold(
    int number, List<ClipRecord> train, List<ClipRecord> validation, List<ClipRecord> test) {
  /** All folds of a run. */
  public static List<Fold> of(Manifest manifest, LogoConfig config) {
    return numbers(config.data()).stream().map(k -> of(manifest, config, k)).toList();
  }

  /**
   * A fold of a run. What is held out are clips of each class, by their share, keyed by the seed.
   *
   * @throws DataException if it has no clips, or so few that none can be held out
   */
  public static Fold of(Manifest manifest, LogoConfig config, int fold) {
    List<ClipRecord> all = trainClips(manifest, config.data(), fold);
    double fraction = config.data().validation().fraction();
    Set<String> held = fraction > 0 ? heldOut(all, fraction, config.run().seed(), fold) : Set.of();
    return new Fold(
        fold,
        all.stream().filter(clip -> !held.contains(clip.id())).toList(),
        all.stream().filter(clip -> held.contains(clip.id())).toList(),
        testClips(manifest, config.data(), fold));
  }

  private static Set<String> heldOut(List<ClipRecord> all, double fraction, long seed, int fold) {
    Set<String> held = new HashSet<>();
    all.stream()
        .collect(Collectors.groupingBy(ClipRecord::label, TreeMap::new, Collectors.toList()))
        .forEach(
            (label, clips) -> {
              // One of each class at least stays.
              long some = Math.min(clips.size() - 1, Math.round(fraction * clips.size()));
              int[] order = Keyed.of(seed, "validation", fold, label).permutation(clips.size());
              Arrays.stream(order).limit(some).forEach(i -> held.add(clips.get(i).id()));
            });
    if (held.isEmpty()) {
      throw new DataException(
          "data.validation.fraction = %s of %d training clips is not one clip of any class: raise it, or set it to 0"
              .formatted(fraction, all.size()));
    }
    return held;
  }

  /** The numbers of the folds of a run: {@code data.folds}, or 0 if that is empty. */
  public static List<Integer> numbers(DataConfig data) {
    return data.folds().isEmpty() ? List.of(0) : data.folds();
  }

  /**
   * The training clips of a fold, in the order of the manifest.
   *
   * @throws DataException if there are none
   */
  public static List<ClipRecord> trainClips(Manifest manifest, DataConfig data, int fold) {
    return fold == 0
        ? some(manifest.split(data.trainSplit()), manifest, "data.train-split", data.trainSplit())
        : some(manifest.trainOf(fold), manifest, "data.folds", Integer.toString(fold));
  }

  /**
   * The test clips of a fold, in the order of the manifest.
   *
   * @throws DataException if there are none
   */
  public static List<ClipRecord> testClips(Manifest manifest, DataConfig data, int fold) {
    return fold == 0
        ? some(manifest.split(data.testSplit()), manifest, "data.test-split", data.testSplit())
        : some(manifest.testOf(fold), manifest, "data.folds", Integer.toString(fold));
  }

  /** Ids of the training clips, in the order of the manifest. */
  public List<String> trainIds() {
    return train.stream().map(ClipRecord::id).toList();
  }

  /** Class of each training clip, by id. */
  public Map<String, Integer> trainClasses() {
    return train.stream().collect(Collectors.toMap(ClipRecord::id, ClipRecord::label));
  }

  /** Number of the shard of each training clip, by id. */
  public Map<String, Integer> trainShards() {
    return train.stream().collect(Collectors.toMap(ClipRecord::id, c -> c.placement().shard()));
  }

  private static List<ClipRecord> some(
      List<ClipRecord> clips, Manifest manifest, String key, String value) {
    if (clips.isEmpty()) {
      throw new DataException(
          "The shard set has no clips for %s = %s; it has the splits %s and the folds %s"
              .formatted(
                  key,
                  value,
                  manifest.clips().stream()
                      .map(ClipRecord::split)
                      .filter(s -> !s.isEmpty())
                      .distinct()
                      .sorted()
                      .toList(),
                  manifest.folds()));
    }
    return clips;
  }
}
