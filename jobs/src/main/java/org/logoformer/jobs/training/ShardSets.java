package org.logoformer.jobs.training;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.LogoConfig;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.ShardSet;

/**
 * The shard sets a process has open: data that does not change, shared by all its slots, so that
 * the manifest is read once a process and not once a round.
 */
final class ShardSets {
  private static final Map<String, Opened> OPEN = new ConcurrentHashMap<>();

  private ShardSets() {}

  /** A set and its clips by id. */
  record Opened(ShardSet shards, Map<String, ClipRecord> clips) {}

  static Opened open(Configuration hadoop, LogoConfig config) {
    return OPEN.computeIfAbsent(
        config.data().shards(),
        folder -> {
          ShardSet shards = ShardSet.open(hadoop, new Path(folder), config.data().openShards());
          return new Opened(shards, Map.copyOf(shards.manifest().byId()));
        });
  }
}
