package org.logoformer.jobs.run;

import java.util.List;
import org.logoformer.config.DataConfig;
import org.logoformer.error.DataException;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;

/** Which clips the folds of a run have. A run on one split has the one fold 0. */
public final class Folds {
  private Folds() {}

  /** The folds that a run works on: {@code data.folds}, or fold 0. */
  public static List<Integer> of(DataConfig data) {
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
