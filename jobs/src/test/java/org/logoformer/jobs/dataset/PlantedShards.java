package org.logoformer.jobs.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.logoformer.shard.ListFact;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Origin;
import org.logoformer.shard.Quarantined;
import org.logoformer.shard.SetNotes;
import org.logoformer.shard.Shard;
import org.logoformer.shard.ShardFormat;
import org.logoformer.shard.ShardWriter;
import org.logoformer.shard.SourceClip;
import org.logoformer.shard.Unlisted;

/** A shard set of textures in which each kind of fault is planted once. */
public final class PlantedShards {
  static final int SOUND = 20;
  private static final int SIDE = 48;
  private static final int WAVES = 24;

  private final FileSystem files;
  private final Path folder;
  private final List<ClipRecord> clips = new ArrayList<>();
  private final List<SourceClip> sources = new ArrayList<>();
  private ShardWriter writer;

  private PlantedShards(java.nio.file.Path folder) throws IOException {
    this.folder = new Path(folder.toUri());
    // Without Hadoop's checksum files: damage shows in the set's own.
    this.files = FileSystem.getLocal(new Configuration()).getRawFileSystem();
  }

  /**
   * Writes the set. Clips {@code 1000_a} to {@code 1019_a} are sound, but of subject 1003 there is
   * one in train and one in test; the others bear the name of their fault.
   */
  public static void write(java.nio.file.Path folder) throws IOException {
    new PlantedShards(folder).write();
  }

  private void write() throws IOException {
    writer = new ShardWriter(0, files.create(new Path(folder, Shard.fileName(0))));
    for (int i = 0; i < SOUND; i++) {
      add("%d_a".formatted(1000 + i), i % 2 == 0 ? "train" : "test", i % 7, texture(i, 0, 20));
    }
    add("1003_b", "train", 3, texture(100, 0, 20));
    add("twin/equal_train", "train", 1, texture(50, 0, 18));
    add("twin/equal_test", "test", 1, texture(50, 0, 18));
    add("twin/label", "train", 2, texture(51, 0, 18));
    add("twin/other_label", "train", 5, texture(51, 0, 18));
    add("near/early", "train", 4, texture(60, 0, 24));
    add("near/late", "test", 4, lighter(texture(60, 8, 24)));
    add("short", "train", 0, texture(70, 0, 5));
    add("dark", "train", 0, toned(texture(71, 0, 18), 0.12));
    add("bright", "train", 0, toned(texture(72, 0, 18), -0.12));
    add("empty", "test", 0, new Frames(16, SIDE, SIDE, filled(16, 90)));
    add("still", "train", 6, still());
    add("damaged", "test", 6, texture(73, 0, 17));
    Shard shard = writer.finish();
    new Manifest(origin(), List.of(shard), clips).commit(files, folder);
    damage();
    notes();
  }

  private void add(String id, String split, int label, Frames frames) throws IOException {
    clips.add(
        new ClipRecord(id, label, split, 0, "", writer.append(EncodedClip.raw(id, label, frames))));
    sources.add(new SourceClip(id, 224, 224, 224, 224, 0));
  }

  private void notes() {
    sources.set(3, new SourceClip(sources.get(3).clip(), 80, 80, 90, 90, 0));
    sources.set(4, new SourceClip(sources.get(4).clip(), 640, 640, 224, 224, 0));
    sources.set(5, new SourceClip(sources.get(5).clip(), 200, 224, 224, 224, 2));
    SetNotes.write(files, new Path(folder, SetNotes.SOURCES), sources);
    SetNotes.write(
        files,
        new Path(folder, SetNotes.QUARANTINE),
        List.of(
            new Quarantined("gone", "missing-folder", "there is no folder", "train.csv", 7),
            new Quarantined("cut", "truncated", "03.jpg is truncated: <ends>", "test.csv", 9)));
    SetNotes.write(
        files,
        new Path(folder, SetNotes.ODD_FRAMES),
        List.of(
            new Quarantined("1001_a", "odd-frames", "1.jpg and 01.jpg", "test.csv", 2),
            new Quarantined(
                "1001_b", Quarantined.BROKEN_TAIL, "9 whole frames are stored", "test.csv", 3)));
    SetNotes.write(
        files, new Path(folder, SetNotes.UNLISTED), List.of(new Unlisted("hdfs://n/faces/9999")));
  }

  /** Notes what lists say of subjects and frames, too. */
  public static void writeFacts(java.nio.file.Path folder) throws IOException {
    SetNotes.write(
        FileSystem.getLocal(new Configuration()),
        new Path(new Path(folder.toUri()), SetNotes.LIST_FACTS),
        List.of(
            new ListFact("1000_a", "Anna", 20),
            new ListFact("1001_a", "Anna", 21),
            new ListFact("1002_a", "Bo", 20),
            new ListFact("gone", "Bo", 3)));
  }

  private void damage() throws IOException {
    java.nio.file.Path shard = java.nio.file.Path.of(new Path(folder, Shard.fileName(0)).toUri());
    byte[] bytes = java.nio.file.Files.readAllBytes(shard);
    ClipRecord damaged = clips.get(clips.size() - 1);
    bytes[(int) damaged.placement().offset() + 7] ^= 1;
    java.nio.file.Files.write(shard, bytes);
  }

  private static Origin origin() {
    return new Origin(
        ClassMap.EMOTIONS,
        ShardFormat.RAW,
        SIDE,
        "antialias",
        "plan",
        Map.of("train.csv", "00", "test.csv", "01"),
        new Origin.Pixels(List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2)),
        new Origin.Quarantine(35, 2, Map.of("truncated", 1, "missing-folder", 1)),
        Origin.Decoding.UNRECORDED);
  }

  private static Frames still() {
    Frames one = texture(74, 0, 1);
    byte[] rgb = new byte[16 * one.frameBytes()];
    for (int i = 0; i < 16; i++) {
      System.arraycopy(one.rgb(), 0, rgb, i * one.frameBytes(), one.frameBytes());
    }
    return new Frames(16, SIDE, SIDE, rgb);
  }

  /** One level more in every sample: other pixels of the same look. */
  private static Frames lighter(Frames frames) {
    byte[] rgb = frames.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.min(255, (rgb[i] & 0xff) + 1);
    }
    return new Frames(frames.count(), SIDE, SIDE, rgb);
  }

  /** Tones as a part of what they are, or of what they lack of white. */
  private static Frames toned(Frames frames, double part) {
    byte[] rgb = frames.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      int level = rgb[i] & 0xff;
      rgb[i] = (byte) (part > 0 ? part * level : 255 + part * (255 - level));
    }
    return new Frames(frames.count(), SIDE, SIDE, rgb);
  }

  private static byte[] filled(int frames, int tone) {
    byte[] rgb = new byte[frames * SIDE * SIDE * 3];
    Arrays.fill(rgb, (byte) tone);
    return rgb;
  }

  /** Smooth waves, of each seed others, that move from frame to frame. */
  private static Frames texture(long seed, int first, int count) {
    byte[] rgb = new byte[count * SIDE * SIDE * 3];
    for (int f = 0; f < count; f++) {
      paint(Keyed.of(seed, "waves"), first + f, rgb, f * SIDE * SIDE * 3);
    }
    return new Frames(count, SIDE, SIDE, rgb);
  }

  private static void paint(Keyed draws, int frame, byte[] rgb, int from) {
    double[] tones = new double[SIDE * SIDE];
    for (int wave = 0; wave < WAVES; wave++) {
      double across = draws.nextDouble(-4, 4) / SIDE;
      double down = draws.nextDouble(-4, 4) / SIDE;
      double phase = draws.nextDouble(0, 6.28) + frame * draws.nextDouble(-0.6, 0.6);
      for (int i = 0; i < tones.length; i++) {
        double x = i % SIDE + 0.5;
        double y = Math.floorDiv(i, SIDE) + 0.5;
        tones[i] += Math.sin(6.28 * (across * x + down * y) + phase);
      }
    }
    for (int i = 0; i < tones.length; i++) {
      int level = (int) Math.max(0, Math.min(254, 128 + 16 * tones[i]));
      rgb[from + 3 * i] = (byte) level;
      rgb[from + 3 * i + 1] = (byte) (level * 3 / 4);
      rgb[from + 3 * i + 2] = (byte) (level / 2);
    }
  }
}
