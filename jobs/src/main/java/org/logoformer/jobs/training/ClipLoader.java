package org.logoformer.jobs.training;

import java.util.List;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.config.LogoConfig;
import org.logoformer.train.ShardBatches;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Loads clips of a shard set by id, sampled and augmented for one epoch.
 *
 * @param config as {@link LogoConfig#render} writes it
 * @param epoch from 0
 */
record ClipLoader(SerializableConfiguration hadoop, String config, int epoch)
    implements ReferenceLoader {
  /** Between the clip ids of a reference to several clips. */
  static final String SEPARATOR = "\n";

  @Override
  public MultiDataSet load(Source source) {
    return open().load(List.of(source.getPath().split(SEPARATOR, -1)));
  }

  @Override
  public ShardBatches open() {
    LogoConfig parsed = LogoConfig.parse(config, "configuration from the driver");
    ShardSets.Opened opened = ShardSets.open(hadoop.value(), parsed);
    return new ShardBatches(opened.shards(), opened.clips(), parsed, epoch);
  }
}
