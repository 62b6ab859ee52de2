package org.logoformer.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.clip.ClassMap;
import org.logoformer.clip.Frames;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.EncodedClip;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Origin;
import org.logoformer.shard.Placement;
import org.logoformer.shard.Shard;
import org.logoformer.shard.ShardFormat;
import org.logoformer.shard.ShardWriter;

/** A shard set of the clips of the parity fixture: all test clips, of folds 1 and 2 in turn. */
public final class TinyShards {
  private TinyShards() {}

  /**
   * Writes {@code copies} times the four clips of batch 0 as {@code c0, c1, ...} into two shards,
   * the last clip first.
   */
  public static void write(java.nio.file.Path folder, int copies, Tags tags) throws IOException {
    SafeTensor clips = Fixture.expected("clips.0");
    double[] labels = Fixture.expected("labels.0").doubles();
    int bytes = clips.data().length / labels.length;
    Path path = new Path(folder.toUri());
    FileSystem fs = path.getFileSystem(new Configuration());
    List<Shard> shards = new ArrayList<>();
    List<ClipRecord> records = new ArrayList<>();
    int total = copies * labels.length;
    for (int number = 0; number < 2; number++) {
      try (ShardWriter writer =
          new ShardWriter(number, fs.create(new Path(path, Shard.fileName(number))))) {
        for (int i = total - 1; i >= 0; i--) {
          if (i % 2 != number) {
            continue;
          }
          int source = i % labels.length;
          byte[] rgb = Arrays.copyOfRange(clips.data(), source * bytes, (source + 1) * bytes);
          int label = tags == Tags.UNLABELLED ? 0 : (int) labels[source];
          Frames frames = new Frames(4, 64, 64, rgb);
          Placement placement = writer.append(EncodedClip.raw("c" + i, label, frames));
          String split = tags == Tags.FOLDS ? "" : tags == Tags.SPLIT ? "test" : "unlabelled";
          int fold = tags == Tags.FOLDS ? 1 + i / labels.length % 2 : 0;
          records.add(
              new ClipRecord("c" + i, label, split, fold, i < 4 ? "Crime" : "War", placement));
        }
        shards.add(writer.finish());
      }
    }
    Origin origin =
        new Origin(
            tags == Tags.UNLABELLED ? ClassMap.UNLABELLED : ClassMap.EMOTIONS,
            ShardFormat.RAW,
            64,
            "none",
            "plan",
            Map.of("test.csv", "00"),
            new Origin.Pixels(List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2)),
            new Origin.Quarantine(total + 1, 1, Map.of("truncated", 1)),
            Origin.Decoding.UNRECORDED);
    new Manifest(origin, shards, records).commit(fs, path);
  }

  /** Says of a set that its frames were cut to faces. */
  public static void cutToFaces(java.nio.file.Path folder) throws IOException {
    java.nio.file.Path manifest = folder.resolve(Manifest.FILE);
    Files.delete(folder.resolve("." + Manifest.FILE + ".crc"));
    String faces =
        "{\"faces\":{\"boxes\":\"0123abcd\",\"by\":\"landmarks\",\"missing\":\"nearest\",\"margin\":0.0},";
    Files.writeString(manifest, Files.readString(manifest).replaceFirst("\\{", faces));
  }

  /** How clips are told apart. */
  public enum Tags {
    SPLIT,
    FOLDS,
    UNLABELLED
  }
}
