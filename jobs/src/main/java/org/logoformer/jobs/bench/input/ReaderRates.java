package org.logoformer.jobs.bench.input;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.DataConfig;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.bench.measure.Turns.Pass;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.ShardSet;
import org.logoformer.train.source.OffHeap;
import org.logoformer.train.source.ShardBatches;

/** The mini-batches of training, read on one core while no step is taken. */
final class ReaderRates implements AutoCloseable {
  private final ForkJoinPool core = new ForkJoinPool(1);
  private final ShardSet shards;
  private final LogoConfig config;
  private final List<String> ids;

  /**
   * @param set folder of the shard set
   */
  ReaderRates(LogoConfig config, String set) {
    DataConfig data = config.data();
    this.config = config;
    this.shards =
        ShardSet.open(new Configuration(), new Path(set), data.openShards(), data.cache());
    this.ids = shards.manifest().clips().stream().map(ClipRecord::id).sorted().toList();
  }

  /** Every clip once; of each, the network's frames count. */
  Pass read() {
    Map<String, ClipRecord> byId = shards.manifest().byId();
    ShardBatches batches = new ShardBatches(shards, byId, config, 0);
    int frames = Math.multiplyExact(ids.size(), config.model().frames());
    // A parallel stream runs in the pool of the thread that begins it.
    return Pass.timed(
        ids.size(),
        frames,
        () ->
            core.submit(
                    () ->
                        parts(config.train().batch())
                            .forEach(part -> OffHeap.free(batches.load(part))))
                .join());
  }

  private List<List<String>> parts(int batch) {
    List<List<String>> parts = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += batch) {
      parts.add(ids.subList(from, Math.min(ids.size(), from + batch)));
    }
    return parts;
  }

  @Override
  public void close() throws IOException {
    core.shutdown();
    shards.close();
  }
}
