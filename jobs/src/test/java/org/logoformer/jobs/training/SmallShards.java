package org.logoformer.jobs.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.ClassMap;
import org.logoformer.clip.Frames;
import org.logoformer.random.Keyed;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.EncodedClip;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Origin;
import org.logoformer.shard.Placement;
import org.logoformer.shard.Shard;
import org.logoformer.shard.ShardFormat;
import org.logoformer.shard.ShardWriter;

/** A shard set of noise whose mean brightness tells the class. */
public final class SmallShards {
  private static final int FRAMES = 6;
  private static final int SIZE = 64;

  private SmallShards() {}

  /**
   * Writes a set with one shard of training clips and one of test clips; with folds, clip i has
   * fold 1 + i mod 2.
   */
  public static void write(Path folder, int trainClips, int testClips) throws IOException {
    FileSystem files = folder.getFileSystem(new Configuration());
    List<Shard> shards = new ArrayList<>();
    List<ClipRecord> clips = new ArrayList<>();
    shards.add(shard(files, folder, 0, "train", trainClips, clips));
    shards.add(shard(files, folder, 1, "test", testClips, clips));
    Origin origin =
        new Origin(
            ClassMap.EMOTIONS,
            ShardFormat.RAW,
            SIZE,
            "antialias",
            "plan",
            Map.of(),
            new Origin.Pixels(List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2)),
            new Origin.Quarantine(trainClips + testClips, 0, Map.of()),
            Origin.Decoding.UNRECORDED);
    new Manifest(origin, shards, clips).commit(files, folder);
  }

  private static Shard shard(
      FileSystem files, Path folder, int number, String split, int count, List<ClipRecord> clips)
      throws IOException {
    Path file = new Path(folder, Shard.fileName(number));
    try (ShardWriter writer = new ShardWriter(number, files.create(file))) {
      for (int i = 0; i < count; i++) {
        String id = split + "-" + i;
        int label = i % 7;
        Placement placement = writer.append(EncodedClip.raw(id, label, frames(id, label)));
        clips.add(new ClipRecord(id, label, split, 1 + i / 7 % 2, "Scene", placement));
      }
      return writer.finish();
    }
  }

  private static Frames frames(String id, int label) {
    byte[] rgb = new byte[FRAMES * SIZE * SIZE * 3];
    Keyed keyed = Keyed.of(9, id);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (label * 30 + keyed.nextInt(60));
    }
    return new Frames(FRAMES, SIZE, SIZE, rgb);
  }
}
