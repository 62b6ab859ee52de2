package org.logoformer.jobs.dataset;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.clip.Frames;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.error.Reason;
import org.logoformer.jobs.rounds.Wire;
import org.logoformer.jobs.spark.ClipsBar;
import org.logoformer.quality.ClipLooks;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.ListFact;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Quarantined;
import org.logoformer.shard.SetNotes;
import org.logoformer.shard.ShardSet;
import org.logoformer.shard.SourceClip;
import org.logoformer.shard.Unlisted;

/**
 * Everything that is known of a shard set: what prep has noted, and what the pixels show.
 *
 * @param folder of the set
 * @param looked at each clip, in the order of the manifest
 * @param quarantined clips that are not stored
 * @param odd clips that are stored though some of their frames are odd, or lost
 * @param sources empty if prep has not noted them
 * @param unlisted empty if prep has not noted it
 * @param facts of the lists; none if they say nothing more
 */
record Survey(
    Path folder,
    Manifest manifest,
    List<Looked> looked,
    List<Quarantined> quarantined,
    List<Quarantined> odd,
    Optional<List<SourceClip>> sources,
    Optional<List<Unlisted>> unlisted,
    List<ListFact> facts) {
  private static final int CLIPS_OF_A_TASK = 1000;
  private static final int OPEN_SHARDS = 4;

  /** Pixels of a clip that are in memory at a time, but for one frame at least. */
  private static final long BYTES_AT_ONCE = 16L << 20;

  /** Clips of one task; they lie side by side in the shards. */
  private record Share(String folder, List<ClipRecord> clips) implements Serializable {}

  private record Answers(List<Looked> looked) implements Serializable {}

  /**
   * Looks at every frame of every clip.
   *
   * @throws DataException if there is no set
   * @throws ClusterException if the storage or the cluster does not answer
   */
  static Survey of(JavaSparkContext spark, Path folder) throws IOException {
    FileSystem files = folder.getFileSystem(spark.hadoopConfiguration());
    Manifest manifest = Manifest.read(files, folder);
    return new Survey(
        folder,
        manifest,
        look(spark, folder, manifest.clips()),
        SetNotes.read(files, folder, SetNotes.QUARANTINE, Quarantined.class).orElse(List.of()),
        SetNotes.read(files, folder, SetNotes.ODD_FRAMES, Quarantined.class).orElse(List.of()),
        SetNotes.read(files, folder, SetNotes.SOURCES, SourceClip.class),
        SetNotes.read(files, folder, SetNotes.UNLISTED, Unlisted.class),
        SetNotes.read(files, folder, SetNotes.LIST_FACTS, ListFact.class).orElse(List.of()));
  }

  private static List<Looked> look(JavaSparkContext spark, Path folder, List<ClipRecord> clips) {
    List<byte[]> shares = new ArrayList<>();
    // Small enough that each processor has several: clips are of unequal length.
    int size =
        Math.max(1, Math.min(CLIPS_OF_A_TASK, clips.size() / (4 * spark.defaultParallelism())));
    for (int from = 0; from < clips.size(); from += size) {
      List<ClipRecord> part = clips.subList(from, Math.min(clips.size(), from + size));
      shares.add(Wire.encode(new Share(folder.toString(), new ArrayList<>(part))));
    }
    if (shares.isEmpty()) {
      return List.of();
    }
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    List<Looked> looked = new ArrayList<>();
    try (ClipsBar bar = ClipsBar.of(spark, "inspect quality", clips.size())) {
      LongAccumulator counter = bar.counter();
      spark
          .parallelize(shares, shares.size())
          .mapPartitions(part -> answers(part, hadoop, counter))
          .collect()
          .forEach(answers -> looked.addAll(Wire.decode(answers, Answers.class).looked()));
      return looked;
    } catch (Exception e) {
      if (e instanceof SparkException failed) {
        throw new ClusterException("Looking at clips failed: " + Reason.of(failed), failed);
      }
      throw e;
    } finally {
      hadoop.destroy();
    }
  }

  private static Iterator<byte[]> answers(
      Iterator<byte[]> shares, Broadcast<SerializableConfiguration> hadoop, LongAccumulator counter)
      throws IOException {
    List<byte[]> answers = new ArrayList<>();
    while (shares.hasNext()) {
      Share share = Wire.decode(shares.next(), Share.class);
      answers.add(Wire.encode(look(share, hadoop.value().value(), counter)));
    }
    return answers.iterator();
  }

  private static Answers look(Share share, Configuration hadoop, LongAccumulator counter)
      throws IOException {
    List<Looked> looked = new ArrayList<>();
    try (ShardSet set = ShardSet.open(hadoop, new Path(share.folder()), OPEN_SHARDS)) {
      for (ClipRecord clip : share.clips()) {
        looked.add(look(set, clip));
        counter.add(1);
      }
    }
    return new Answers(looked);
  }

  /** A clip that is damaged is a finding, not the end of the report. */
  private static Looked look(ShardSet set, ClipRecord clip) {
    long frameBytes = Frames.bytesPerFrame(clip.placement().height(), clip.placement().width());
    int atOnce = (int) Math.max(1, BYTES_AT_ONCE / frameBytes);
    ClipLooks looks = new ClipLooks(clip.frames());
    try {
      for (int from = 0; from < clip.frames(); from += atOnce) {
        int to = Math.min(clip.frames(), from + atOnce);
        looks.add(set.read(clip, IntStream.range(from, to).toArray()));
      }
      return new Looked(looks.look(), "");
    } catch (DataException e) {
      return new Looked(null, String.valueOf(e.getMessage()));
    }
  }
}
