package org.logoformer.prep;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.BlockMissingException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.config.PrepConfig;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Placement;
import org.logoformer.shard.Shard;
import org.logoformer.shard.ShardReport;

/**
 * Compares a finished set with its source by content: every shard is read, and made once more in
 * memory. That takes as long as making the set.
 */
final class Verification {
  private static final int SHOWN = 10;

  private final JavaSparkContext spark;
  private final Storage storage;
  private final int partitions;

  Verification(JavaSparkContext spark, PrepConfig config) {
    this.spark = spark;
    this.storage = Storage.of(config);
    this.partitions = config.partitions();
  }

  /**
   * Verifies a set.
   *
   * @param plan of the set
   * @throws DataException naming the shards and clips that are not what the source makes of them
   */
  void run(WorkFolder folder, SetPlan plan, Manifest manifest) {
    if (plan.shards().isEmpty()) {
      return;
    }
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    Map<Integer, List<ClipRecord>> clips =
        manifest.clips().stream().collect(Collectors.groupingBy(c -> c.placement().shard()));
    List<Stored> stored = new ArrayList<>();
    for (ShardPlan shard : plan.shards()) {
      List<ClipRecord> records = clips.getOrDefault(shard.number(), List.of());
      stored.add(new Stored(shard, manifest.shards().get(shard.number()), records));
    }
    String output = folder.output().toString();
    Storage settings = storage;
    List<String> faults =
        spark
            .parallelize(stored, partitions > 0 ? partitions : stored.size())
            .map(shard -> fault(shard, output, settings, hadoop.value()))
            .filter(fault -> !fault.isEmpty())
            .collect();
    if (!faults.isEmpty()) {
      throw new DataException(
          Message.of(
              "%d of %d shards of %s are not what the source makes of them:\n%s%s\n%s",
              faults.size(),
              stored.size(),
              output,
              String.join("\n", faults.subList(0, Math.min(SHOWN, faults.size()))),
              faults.size() > SHOWN ? "\n... and " + (faults.size() - SHOWN) + " more" : "",
              "'logo prep --repair' makes again what is damaged; of what is of another source, restore"
                  + " the source, or delete the set to make it anew; an earlier version stored no CMYK JPEGs"
                  + " and no videos that were cut off"));
    }
  }

  private record Stored(ShardPlan plan, Shard shard, List<ClipRecord> clips)
      implements Serializable {}

  private static String fault(Stored stored, String output, Storage storage, Configuration hadoop)
      throws IOException {
    WorkFolder folder = new WorkFolder(new Path(output));
    FileSystem files = folder.output().getFileSystem(hadoop);
    Shard shard = stored.shard;
    if (!isIntact(files, folder.shard(stored.plan.number()), shard)) {
      return shard.name() + " is damaged where it lies";
    }
    ShardReport made =
        new ShardTask(folder, storage, hadoop).write(OutputStream.nullOutputStream(), stored.plan);
    if (made.shard().equals(shard)) {
      return "";
    }
    return shard.name() + " is of another source: " + difference(stored.clips, made.clips());
  }

  private static String difference(List<ClipRecord> stored, List<ClipRecord> made) {
    for (int i = 0; i < Math.min(stored.size(), made.size()); i++) {
      ClipRecord clip = stored.get(i);
      if (!clip.equals(made.get(i))) {
        return "clip " + clip.id() + difference(clip.placement(), made.get(i).placement());
      }
    }
    return stored.size() + " clips are stored, " + made.size() + " would be";
  }

  private static String difference(Placement stored, Placement made) {
    for (int i = 0; i < Math.min(stored.frames(), made.frames()); i++) {
      if (stored.checksum(i) != made.checksum(i)) {
        return ", frame " + i + " has other content";
      }
    }
    return " has other frames";
  }

  /** Whether a shard is as it was written, by the checksum of all its bytes. */
  static boolean isIntact(FileSystem files, Path path, Shard shard) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = files.open(path)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        crc.update(buffer, 0, n);
      }
    } catch (ChecksumException | FileNotFoundException | BlockMissingException e) {
      return false;
    }
    return (int) crc.getValue() == shard.crc();
  }
}
