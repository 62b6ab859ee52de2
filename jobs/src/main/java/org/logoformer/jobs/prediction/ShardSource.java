package org.logoformer.jobs.prediction;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.batch.ClipBatches;
import org.logoformer.batch.View;
import org.logoformer.clip.NaturalOrder;
import org.logoformer.config.LogoConfig;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.ShardSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All clips of a shard set, whatever their labels, splits and folds say.
 *
 * @param folder of the set
 */
record ShardSource(String folder) implements ClipSource<ClipRecord> {
  @Override
  public List<ClipRecord> list(Configuration hadoop, LogoConfig config) throws IOException {
    Path set = new Path(folder);
    return Manifest.read(set.getFileSystem(hadoop), set).clips().stream()
        .sorted(Comparator.comparing(ClipRecord::id, NaturalOrder.INSTANCE))
        .toList();
  }

  @Override
  public String id(ClipRecord clip) {
    return clip.id();
  }

  @Override
  public Opened<ClipRecord> open(Configuration hadoop, LogoConfig config) {
    ShardSet shards = ShardSet.open(hadoop, new Path(folder), config.data().openShards());
    ClipBatches batches =
        new ClipBatches(shards, config.model(), config.data(), config.run().seed());
    return new Opened<>() {
      @Override
      public String id(ClipRecord clip) {
        return batches.id(clip);
      }

      @Override
      public INDArray clips(List<ClipRecord> clips, View view) {
        return batches.clips(clips, view);
      }

      @Override
      public void close() throws IOException {
        shards.close();
      }
    };
  }
}
