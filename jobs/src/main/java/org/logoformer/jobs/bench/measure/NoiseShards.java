package org.logoformer.jobs.bench.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.ClassMap;
import org.logoformer.clip.Frames;
import org.logoformer.error.ClusterException;
import org.logoformer.random.Keyed;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.EncodedClip;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Origin;
import org.logoformer.shard.Shard;
import org.logoformer.shard.ShardFormat;
import org.logoformer.shard.ShardWriter;

/** A raw shard set of noise whose clips are as long and as large as those of FERV39K. */
public final class NoiseShards {
  /** FERV39K's mean. */
  private static final int FRAMES = 28;

  /** The default of {@code prep.store-size}. */
  private static final int SIZE = 128;

  private NoiseShards() {}

  /**
   * Writes a set of one shard.
   *
   * @return its clips, all of one class
   */
  public static List<ClipRecord> write(java.nio.file.Path folder, int count) {
    Path set = new Path(folder.toUri());
    List<ClipRecord> clips = new ArrayList<>();
    try {
      FileSystem files = set.getFileSystem(new Configuration());
      Shard shard;
      try (ShardWriter writer =
          new ShardWriter(0, files.create(new Path(set, Shard.fileName(0))))) {
        for (int i = 0; i < count; i++) {
          String id = "clip-" + i;
          EncodedClip clip = EncodedClip.raw(id, 0, new Frames(FRAMES, SIZE, SIZE, noise(i)));
          clips.add(new ClipRecord(id, 0, "test", 0, "", writer.append(clip)));
        }
        shard = writer.finish();
      }
      new Manifest(origin(count), List.of(shard), clips).commit(files, set);
      return clips;
    } catch (IOException e) {
      throw new ClusterException("Cannot write shards to " + set + ": " + e.getMessage(), e);
    }
  }

  private static byte[] noise(int clip) {
    byte[] rgb = new byte[FRAMES * SIZE * SIZE * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Keyed.hash(clip, i);
    }
    return rgb;
  }

  private static Origin origin(int count) {
    Origin.Pixels half = new Origin.Pixels(List.of(0.5, 0.5, 0.5), List.of(0.3, 0.3, 0.3));
    return new Origin(
        ClassMap.EMOTIONS,
        ShardFormat.RAW,
        SIZE,
        "none",
        "noise",
        Map.of(),
        half,
        new Origin.Quarantine(count, 0, Map.of()),
        Origin.Decoding.UNRECORDED);
  }
}
