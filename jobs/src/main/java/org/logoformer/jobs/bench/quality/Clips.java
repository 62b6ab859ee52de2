package org.logoformer.jobs.bench.quality;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.run.Fold;
import org.logoformer.metrics.ConfusionMatrix;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.ShardSet;
import org.logoformer.train.source.ShardBatches;

/**
 * The clips of all trainings. Safe for use by several threads.
 *
 * @param train ids in the order of the set
 * @param test in the order of the set
 */
record Clips(
    ShardSet shards, Map<String, ClipRecord> byId, List<String> train, List<ClipRecord> test) {
  /**
   * The clips of the shard set in {@code folder}.
   *
   * @param config names the splits
   */
  static Clips open(String folder, LogoConfig config) {
    ShardSet shards =
        ShardSet.open(new Configuration(), new Path(folder), config.data().openShards());
    Manifest manifest = shards.manifest();
    return new Clips(
        shards,
        Map.copyOf(manifest.byId()),
        Fold.trainClips(manifest, config.data(), 0).stream().map(ClipRecord::id).toList(),
        Fold.testClips(manifest, config.data(), 0));
  }

  /** Mini-batches of an epoch, from 0. */
  ShardBatches batches(LogoConfig config, int epoch) {
    return new ShardBatches(shards, byId, config, epoch);
  }

  /** Class of each training clip, by id. */
  Map<String, Integer> trainClasses() {
    return train.stream().collect(Collectors.toMap(id -> id, id -> byId.get(id).label()));
  }

  /** Number of the shard of each training clip, by id. */
  Map<String, Integer> trainShards() {
    return train.stream()
        .collect(Collectors.toMap(id -> id, id -> byId.get(id).placement().shard()));
  }

  List<String> testIds() {
    return test.stream().map(ClipRecord::id).toList();
  }

  /** Unweighted average recall of predictions for {@link #test}. */
  double uar(int[] predictions) {
    int[] labels = test.stream().mapToInt(ClipRecord::label).toArray();
    return ConfusionMatrix.of(classes(), labels, predictions).uar();
  }

  int classes() {
    return shards.manifest().origin().classes().size();
  }
}
