package org.logoformer.jobs.training;

import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.config.LogoConfig;
import org.logoformer.train.ShardBatches;

/**
 * Loads clips of a shard set by id, sampled and augmented for one epoch.
 *
 * @param config as {@link LogoConfig#render} writes it
 * @param epoch from 0
 */
record ClipLoader(SerializableConfiguration hadoop, String config, int epoch)
    implements ReferenceLoader {
  @Override
  public ShardBatches open() {
    LogoConfig parsed = LogoConfig.parse(config, "configuration from the driver");
    ShardSets.Opened opened = ShardSets.open(hadoop.value(), parsed);
    return new ShardBatches(opened.shards(), opened.clips(), parsed, epoch);
  }
}
