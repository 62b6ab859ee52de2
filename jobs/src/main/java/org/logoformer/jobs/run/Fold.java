package org.logoformer.jobs.run;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.logoformer.config.DataConfig;
import org.logoformer.error.DataException;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;

/**
 * The clips that one network of a run is trained and tested on. A run without cross validation has
 * the one fold 0.
 *
 * @param number of the fold that the clips are tested in; 0 without cross validation
 * @param train training clips in the order of the manifest
 * @param test test clips in the order of the manifest
 */
public record Fold(int number, List<ClipRecord> train, List<ClipRecord> test) {
  /** All folds of a run. */
  public static List<Fold> of(Manifest manifest, DataConfig data) {
    return numbers(data).stream()
        .map(k -> new Fold(k, trainClips(manifest, data, k), testClips(manifest, data, k)))
        .toList();
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

  /** Ids of the test clips, in the order of the manifest. */
  public List<String> testIds() {
    return test.stream().map(ClipRecord::id).toList();
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
