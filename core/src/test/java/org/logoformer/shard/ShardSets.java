package org.logoformer.shard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.ClassMap;
import org.logoformer.clip.Exif;
import org.logoformer.clip.Frames;
import org.logoformer.shard.Origin.Pixels;
import org.logoformer.shard.Origin.Quarantine;

/** Small shard sets for tests. */
public final class ShardSets {
  private ShardSets() {}

  /** An origin of raw frames of the given size. */
  public static Origin origin(ShardFormat format, int storeSize) {
    return origin(format, storeSize, Origin.Decoding.here(1000, Exif.IGNORE));
  }

  /** The same, with what is recorded of the decoder. */
  static Origin origin(ShardFormat format, int storeSize, Origin.Decoding decoding) {
    return new Origin(
        ClassMap.EMOTIONS,
        format,
        storeSize,
        "antialias",
        "plan",
        Map.of("train.csv", "aa", "test.csv", "bb"),
        new Pixels(List.of(0.1, 0.2, 0.3), List.of(0.25, 0.5, 0.125)),
        new Quarantine(12, 2, Map.of("truncated", 2)),
        decoding);
  }

  /** Frames whose every byte tells clip, frame and place. */
  public static Frames frames(int clip, int count, int height, int width) {
    byte[] rgb = new byte[count * height * width * 3];
    int frame = height * width * 3;
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (clip * 31 + i / frame * 7 + i % frame);
    }
    return new Frames(count, height, width, rgb);
  }

  /**
   * Writes a committed set of raw clips.
   *
   * @param clips frames of each clip; clip i is named {@code clip-i}, has label i mod 7, and every
   *     third one is of the test split
   */
  public static Manifest write(Path folder, int perShard, List<Frames> clips) throws IOException {
    FileSystem files = folder.getFileSystem(new Configuration());
    List<Shard> shards = new ArrayList<>();
    List<ClipRecord> records = new ArrayList<>();
    for (int from = 0; from < clips.size(); from += perShard) {
      int number = shards.size();
      Path file = new Path(folder, Shard.fileName(number));
      try (ShardWriter writer = new ShardWriter(number, files.create(file))) {
        for (int i = from; i < Math.min(clips.size(), from + perShard); i++) {
          String id = "clip-" + i;
          Placement placement = writer.append(EncodedClip.raw(id, i % 7, clips.get(i)));
          String split = i % 3 == 2 ? "test" : "train";
          records.add(new ClipRecord(id, i % 7, split, 0, "Scene", placement));
        }
        shards.add(writer.finish());
      }
    }
    int size = clips.get(0).height();
    Manifest manifest = new Manifest(origin(ShardFormat.RAW, size), shards, records);
    manifest.commit(files, folder);
    return manifest;
  }
}
