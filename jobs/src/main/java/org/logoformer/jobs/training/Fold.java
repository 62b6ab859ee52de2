package org.logoformer.jobs.training;

import java.util.List;
import org.logoformer.config.DataConfig;
import org.logoformer.jobs.run.Folds;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;

/**
 * What one network of a run is trained and tested on.
 *
 * @param number the fold tag it is tested on; 0 for a plain split
 * @param train in the order of the set
 * @param test in the order of the set
 */
record Fold(int number, List<ClipRecord> train, List<ClipRecord> test) {
  /** All folds of a run. */
  static List<Fold> of(Manifest manifest, DataConfig data) {
    return Folds.of(data).stream()
        .map(
            k ->
                new Fold(
                    k, Folds.trainClips(manifest, data, k), Folds.testClips(manifest, data, k)))
        .toList();
  }

  List<String> trainIds() {
    return train.stream().map(ClipRecord::id).toList();
  }

  List<String> testIds() {
    return test.stream().map(ClipRecord::id).toList();
  }
}
