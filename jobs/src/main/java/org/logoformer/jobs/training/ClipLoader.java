package org.logoformer.jobs.training;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.dl4j.ReferenceLoader;
import org.logoformer.train.source.ShardBatches;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Loads clips of a shard set by id, sampled and augmented for one epoch.
 *
 * @param hadoop the driver's Hadoop configuration; a broadcast, so that it is not sent with each
 *     task
 * @param config as {@link LogoConfig#render} writes it
 * @param epoch from 0
 */
record ClipLoader(Broadcast<SerializableConfiguration> hadoop, String config, int epoch)
    implements ReferenceLoader {
  /** Does not occur in an encoded id, and is legal in the URI that dl4j-spark makes of a path. */
  private static final String SEPARATOR = ";";

  /** One reference to several clips. */
  static String reference(List<String> ids) {
    return ids.stream()
        .map(id -> URLEncoder.encode(id, StandardCharsets.UTF_8))
        .collect(Collectors.joining(SEPARATOR));
  }

  @Override
  public MultiDataSet load(Source source) {
    List<String> ids =
        Stream.of(source.getPath().split(SEPARATOR, -1))
            .map(id -> URLDecoder.decode(id, StandardCharsets.UTF_8))
            .toList();
    return open().load(ids);
  }

  @Override
  public ShardBatches open() {
    LogoConfig parsed = LogoConfig.parse(config, "configuration from the driver");
    ShardSets.Opened opened = ShardSets.open(hadoop.value().value(), parsed);
    return new ShardBatches(opened.shards(), opened.clips(), parsed, epoch);
  }
}
