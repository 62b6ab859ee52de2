package org.logoformer.jobs.training;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.DataConfig;
import org.logoformer.config.LogoConfig;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.ShardSet;

/**
 * The shard sets that this process has open. They do not change, so all slots share them, and the
 * manifest is read once in a process and not once in a round.
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
          DataConfig data = config.data();
          ShardSet shards =
              ShardSet.open(hadoop, new Path(folder), data.openShards(), data.cache());
          return new Opened(shards, Map.copyOf(shards.manifest().byId()));
        });
  }
}
