package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.logoformer.clip.Frames;
import org.logoformer.config.PrepConfig;
import org.logoformer.config.PrepConfig.Layout;
import org.logoformer.error.DataException;
import org.logoformer.prep.Preparation.Outcome;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.ShardSet;

class PreparationTest extends PreparationFixture {
  @Test
  void everyClipIsStoredWithTheFramesThatAreOnDisk() throws Exception {
    Manifest manifest = prepare().manifest();

    assertThat(manifest.clips()).hasSize(28);
    assertThat(manifest.shards()).hasSizeGreaterThan(5);
    assertThat(manifest.split("train")).hasSize(14);
    try (ShardSet set = open()) {
      ClipRecord clip = set.manifest().byId().get("War/Fear/0002");
      assertThat(clip.scene()).isEqualTo("War");
      assertThat(clip.label()).isEqualTo(6);
      assertThat(clip.frames()).isEqualTo(3 + 27 % 10);
      Frames frames = set.read(clip, new int[] {0, 9});
      assertThat(frames.height()).isEqualTo(16);
      // The tone of frame i is seed * 11 + i * 5; JPEG changes it a little.
      assertThat(frames.rgb()[1] & 0xff).isBetween((27 * 11) % 256 - 6, (27 * 11) % 256 + 6);
      assertThat(frames.rgb()[16 * 16 * 3 + 1] & 0xff).isBetween(342 % 256 - 6, 342 % 256 + 6);
    }
    assertThat(output.resolve("_work")).doesNotExist();
    assertThat(output.resolve("quarantine.jsonl")).isEmptyFile();
  }

  @Test
  void foldersWithoutAListBecomeASetWithoutLabels() throws Exception {
    Path faces = source.resolve("2_ClipsforFaceCrop-002/2_ClipsforFaceCrop");
    PrepConfig config = Trees.config(Layout.UNLABELLED, faces, output);
    Manifest manifest = new Preparation(spark, config).run().manifest();

    assertThat(manifest.clips()).hasSize(28).extracting(ClipRecord::label).containsOnly(0);
    assertThat(manifest.clips().get(0).id()).isEqualTo("Crime/Angry/0001");
    assertThat(manifest.isUnlabelled()).isTrue();
    assertThat(manifest.origin().sources()).isEmpty();
    assertThat(new Preparation(spark, config).run().outcome()).isEqualTo(Outcome.FOUND);
    try (ShardSet set = open()) {
      assertThatThrownBy(() -> set.manifest().requireLabels(output))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("has no labels");
    }
    assertThat(prepare("prep.output=" + temporary.resolve("labelled")).manifest().isUnlabelled())
        .isFalse();
  }

  @Test
  void theBytesAreTheSameHoweverManyTasksMakeThem() throws Exception {
    prepare("prep.partitions=1");
    Map<String, byte[]> one = contents();
    output = temporary.resolve("other");
    prepare();

    assertThat(one).containsKeys("manifest.json", "part-00005.seq");
    assertSame(contents(), one);
  }

  @Test
  void aFinishedSetIsFoundAndLeftAlone() throws Exception {
    prepare();
    Map<String, byte[]> before = contents();

    assertThat(prepare().outcome()).isEqualTo(Outcome.FOUND);
    assertSame(contents(), before);
  }

  @Test
  void aSetThatDoesNotSayWhatDecodedItIsFoundVerifiedAndRepairedAsItIs() throws Exception {
    prepare();
    Path manifest = output.resolve("manifest.json");
    String recorded = Files.readString(manifest);
    String older = recorded.replaceFirst("\"decoder\":\"libjpeg-turbo [^\"]*\",", "");
    assertThat(older).isNotEqualTo(recorded);
    Files.delete(output.resolve(".manifest.json.crc"));
    Files.writeString(manifest, older);
    Map<String, byte[]> before = contents();

    assertThat(prepare().outcome()).isEqualTo(Outcome.FOUND);
    new Preparation(spark, config()).verify();
    Files.delete(output.resolve("part-00001.seq"));
    assertThat(new Repair(spark, config()).run()).containsExactly("part-00001");

    assertSame(contents(), before);
  }

  @Test
  void anotherSetIsNotOverwritten() {
    prepare();

    assertThatThrownBy(() -> prepare("prep.store-size=8"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds another shard set");
  }

  @Test
  void aRestartKeepsWhatIsFinishedAndMakesTheRest() throws Exception {
    prepare();
    Map<String, byte[]> whole = contents();
    // As a crash leaves it: shards 0 to 2 with their reports, 1 taken to its place already, 3
    // without
    // a report, of 4 the half.
    Path work = temporary.resolve("crashed");
    reportsOf(work);
    for (String name : whole.keySet()) {
      Files.delete(output.resolve(name));
      Files.deleteIfExists(output.resolve("." + name + ".crc"));
    }
    Files.move(work, output.resolve("_work"));
    for (int i = 3; i < whole.size(); i++) {
      Files.deleteIfExists(output.resolve("_work/part-%05d.json".formatted(i)));
    }
    Files.move(attempt(1), output.resolve("part-00001.seq"));
    Files.write(attempt(4), new byte[] {1, 2, 3});
    Files.write(output.resolve("part-00099.seq"), new byte[] {1});
    FileTime old = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(attempt(0), old);
    Files.setLastModifiedTime(output.resolve("part-00001.seq"), old);
    Files.setLastModifiedTime(attempt(3), old);

    assertThat(prepare().outcome()).isEqualTo(Outcome.WRITTEN);

    assertSame(contents(), whole);
    assertThat(Files.getLastModifiedTime(output.resolve("part-00000.seq"))).isEqualTo(old);
    assertThat(Files.getLastModifiedTime(output.resolve("part-00001.seq"))).isEqualTo(old);
    assertThat(Files.getLastModifiedTime(output.resolve("part-00003.seq"))).isNotEqualTo(old);
  }

  private Path attempt(int number) throws Exception {
    try (Stream<Path> work = Files.list(output.resolve("_work"))) {
      String start = "_part-%05d.".formatted(number);
      return work.filter(f -> f.getFileName().toString().startsWith(start))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void badClipsAreQuarantinedWithReasonAndLine() throws Exception {
    spoil();

    Manifest manifest = prepare("prep.max-bad-ratio=0.2").manifest();

    assertThat(manifest.clips()).hasSize(24);
    assertThat(manifest.origin().quarantine().reasons())
        .isEqualTo(Map.of("empty", 1, "truncated", 1, "missing-folder", 1, "no-frames", 1));
    assertThat(Files.readAllLines(output.resolve("quarantine.jsonl")))
        .hasSize(4)
        .first()
        .asString()
        .contains("\"clip\":\"Crime/Happy/0001\"")
        .contains("\"reason\":\"empty\"")
        .contains("01.jpg")
        .contains("train_All.csv\",\"line\":1");
  }

  @Test
  void tooManyBadClipsFailAndLeaveNoShards() throws Exception {
    spoil();

    assertThatThrownBy(() -> prepare("prep.max-bad-ratio=0.1"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("4 of 28 clips are bad (14.29 %")
        .hasMessageContaining("Crime/Happy/0001")
        .hasMessageContaining("no shard set was written");
    try (Stream<Path> left = Files.list(output)) {
      assertThat(left.map(f -> f.getFileName().toString()).filter(f -> !f.startsWith(".")))
          .containsExactly("quarantine.jsonl");
    }
  }

  @Test
  void imageFilesAreKeptAsTheyAre() throws Exception {
    Manifest manifest = prepare("prep.format=jpeg").manifest();

    try (ShardSet set = open()) {
      ClipRecord clip = manifest.clips().get(0);
      assertThat(clip.placement().height()).isEqualTo(24);
      assertThat(clip.placement().length(2))
          .isEqualTo(
              (int)
                  Files.size(
                      source.resolve(
                          "2_ClipsforFaceCrop-002/2_ClipsforFaceCrop/Crime/Happy/0001/02.jpg")));
      assertThat(set.read(clip, new int[] {2}).width()).isEqualTo(24);
    }
  }

  @Test
  void theSourcesSizeMayBeKept() throws Exception {
    Manifest manifest = prepare("prep.store-size=source").manifest();

    assertThat(manifest.clips()).extracting(c -> c.placement().width()).contains(24, 25, 26);
  }

  @Test
  void dfewFoldsAreTagged() throws Exception {
    Path dfew = temporary.resolve("dfew");
    Trees.dfew(dfew, "(single-labeled)");

    Manifest manifest =
        new Preparation(spark, Trees.config(Layout.DFEW, dfew, output)).run().manifest();

    assertThat(manifest.folds()).containsExactly(1, 2, 3);
    assertThat(manifest.testOf(1)).hasSize(7).allMatch(c -> c.split().isEmpty());
    assertThat(manifest.trainOf(1)).hasSize(14);
    assertThat(manifest.byId().get("00012").frames()).isEqualTo(23);
  }

  @Test
  void aDamagedShardIsRepairedFromTheSource() throws Exception {
    prepare();
    Map<String, byte[]> whole = contents();
    Files.write(output.resolve("part-00001.seq"), new byte[10]);
    Files.deleteIfExists(output.resolve(".part-00001.seq.crc"));

    new Repair(spark, config()).run("part-00001");

    assertSame(contents(), whole);
    assertThatThrownBy(() -> new Repair(spark, config()).run("part-77777"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("No shard part-77777");
  }

  @Test
  void onlyWhatIsDamagedOrMissingIsRepaired() throws Exception {
    prepare();
    Map<String, byte[]> whole = contents();
    assertThat(new Repair(spark, config()).run()).isEmpty();
    Path flipped = output.resolve("part-00002.seq");
    byte[] bytes = Files.readAllBytes(flipped);
    bytes[bytes.length - 9] ^= 4;
    Files.write(flipped, bytes);
    // Of the disk's own checksums one is left and one is gone, as after a copy.
    Files.delete(output.resolve(".part-00002.seq.crc"));
    byte[] longer = java.util.Arrays.copyOf(whole.get("part-00003.seq"), 100_000);
    Files.write(output.resolve("part-00003.seq"), longer);
    Files.delete(output.resolve("part-00004.seq"));
    FileTime old = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(output.resolve("part-00000.seq"), old);

    assertThat(new Repair(spark, config()).run())
        .containsExactly("part-00002", "part-00003", "part-00004");

    assertSame(contents(), whole);
    assertThat(Files.getLastModifiedTime(output.resolve("part-00000.seq"))).isEqualTo(old);
    assertThat(output.resolve("_work")).doesNotExist();
    new Preparation(spark, config()).verify();
  }

  @Test
  void aShardIsNotRepairedFromAnotherSource() throws Exception {
    prepare();
    Path frame =
        source.resolve("2_ClipsforFaceCrop-002/2_ClipsforFaceCrop/Crime/Happy/0001/00.jpg");
    Files.write(frame, Trees.jpeg(64, 200));

    assertThatThrownBy(() -> new Repair(spark, config()).run("part-00000"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Cannot repair part-00000");
  }

  private void spoil() throws Exception {
    Path clips = source.resolve("2_ClipsforFaceCrop-002/2_ClipsforFaceCrop/Crime");
    Files.write(clips.resolve("Happy/0001/01.jpg"), new byte[0]);
    Path cut = clips.resolve("Sad/0001/00.jpg");
    Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(cut), 300));
    empty(clips.resolve("Neutral/0001"));
    Files.delete(clips.resolve("Neutral/0001"));
    empty(clips.resolve("Angry/0001"));
  }

  private static void empty(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  // Makes the set again elsewhere by hand, to have the reports that a finished run deletes.
  private void reportsOf(Path work) throws Exception {
    PrepConfig config = config();
    Listing listing = Layouts.read(config, new Configuration());
    SetPlan plan = new Preparation(spark, config).plan(listing);
    Path elsewhere = temporary.resolve("elsewhere");
    WorkFolder folder = new WorkFolder(new org.apache.hadoop.fs.Path(elsewhere.toUri()));
    for (ShardPlan shard : plan.shards()) {
      new ShardTask(folder, Storage.of(config), new Configuration()).run(shard);
    }
    // Hadoop's own checksums would stay at the old names.
    try (Stream<Path> files = Files.list(elsewhere.resolve("_work"))) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith(".")).toList()) {
        Files.delete(file);
      }
    }
    Files.move(elsewhere.resolve("_work"), work);
  }
}
