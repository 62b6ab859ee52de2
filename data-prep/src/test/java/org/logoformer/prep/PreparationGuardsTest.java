package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.clip.DecoderProbe;
import org.logoformer.config.PrepConfig;
import org.logoformer.config.PrepConfig.Layout;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.prep.Preparation.Outcome;
import org.logoformer.shard.Manifest;
import org.logoformer.storage.FolderOwner;

/** What keeps a set from being another one than it seems. */
class PreparationGuardsTest extends PreparationFixture {
  @Test
  void anAttemptThatIsKilledAfterTheCommitTakesNoShardAway() throws Exception {
    prepare();
    Map<String, byte[]> whole = contents();
    PrepConfig config = config();
    SetPlan plan = new Preparation(spark, config).plan(Layouts.read(config, new Configuration()));
    Configuration zombie = new Configuration();
    zombie.setClass("fs.file.impl", Zombie.class, FileSystem.class);
    zombie.setBoolean("fs.file.impl.disable.cache", true);
    WorkFolder folder = new WorkFolder(new org.apache.hadoop.fs.Path(output.toUri()));

    assertThatThrownBy(
            () -> new ShardTask(folder, Storage.of(config), zombie).run(plan.shards().get(1)))
        .hasMessageContaining("killed");

    Map<String, byte[]> after = contents();
    after.keySet().removeIf(name -> name.startsWith("_work"));
    assertSame(after, whole);
  }

  @Test
  void framesThatChangedPlacesAreNotSeenByTheirSizesButVerified() throws Exception {
    Path first = clip("War/Fear/0001").resolve("00.jpg");
    Path second = clip("War/Fear/0001").resolve("01.jpg");
    byte[] one = Arrays.copyOf(Files.readAllBytes(first), 2000);
    byte[] two = Arrays.copyOf(Files.readAllBytes(second), 2000);
    Files.write(first, one);
    Files.write(second, two);
    prepare();
    Preparation preparation = new Preparation(spark, config());
    assertThat(preparation.verify().clips()).hasSize(28);

    Files.write(first, two);
    Files.write(second, one);

    Preparation.Result found = prepare();
    assertThat(found.outcome()).isEqualTo(Outcome.FOUND);
    StringWriter said = new StringWriter();
    new Summary(new PrintWriter(said)).print(found, "out", 1);
    assertThat(said.toString()).contains("content was not read (--verify does that)");
    assertThatThrownBy(preparation::verify)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1 of ")
        .hasMessageContaining(
            "is of another source: clip War/Fear/0001, frame 0 has other content");
  }

  @Test
  void aFrameOfAnotherNameMakesAnotherSet() throws Exception {
    prepare();
    Path clip = clip("War/Fear/0001");
    Files.move(clip.resolve("00.jpg"), clip.resolve("77.jpg"));

    assertThatThrownBy(this::prepare).hasMessageContaining("holds another shard set");
  }

  @Test
  void verifyingFindsAShardThatIsDamagedWhereItLies() throws Exception {
    prepare();
    Path shard = output.resolve("part-00001.seq");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 1;
    Files.write(shard, bytes);

    assertThatThrownBy(() -> new Preparation(spark, config()).verify())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("part-00001 is damaged where it lies")
        .hasMessageContaining("'logo prep --repair' makes again what is damaged");
  }

  @ParameterizedTest
  @CsvSource({
    "1.jpg, 24, 01.jpg and 1.jpg have the same number",
    "02 (1).jpg, 24, 02 (1).jpg is not named as the rest",
    "01.jpg, 40, 01.jpg is of 40 x 40 pixels"
  })
  void oddFramesAreRefusedUnlessTheyAreAskedFor(String name, int size, String detail)
      throws Exception {
    Trees.write(clip("Crime/Happy/0001").resolve(name), Trees.jpeg(size, 3));

    assertThat(prepare("prep.max-bad-ratio=0.2").manifest().origin().quarantine().reasons())
        .isEqualTo(Map.of("odd-frames", 1));
    assertThat(Files.readString(output.resolve("quarantine.jsonl"))).contains(detail);
    output = temporary.resolve("reported");
    Preparation.Result reported = prepare("prep.odd-frames=report");

    assertThat(reported.odd()).isEqualTo(1);
    assertThat(reported.manifest().clips()).hasSize(28);
    assertThat(Files.readString(output.resolve("odd-frames.jsonl")))
        .contains("Crime/Happy/0001")
        .contains(detail)
        .contains("train_All.csv");
  }

  @Test
  void aSecondRunAtOnceIsRefused() throws Exception {
    WorkFolder folder = new WorkFolder(new org.apache.hadoop.fs.Path(output.toUri()));
    try (FolderOwner first = folder.take(new Configuration())) {
      assertThatThrownBy(this::prepare)
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("is being written by process ");
      first.require();
    }
    assertThat(prepare().outcome()).isEqualTo(Outcome.WRITTEN);
  }

  @Test
  void aSetOfAnotherDecoderIsNotGoneOnWith() throws Exception {
    prepare();
    Path manifest = output.resolve("manifest.json");
    Files.delete(output.resolve(".manifest.json.crc"));
    Files.writeString(
        manifest, Files.readString(manifest).replace(DecoderProbe.checksum(), "0badc0de"));

    assertThatThrownBy(this::prepare)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("decodes JPEGs otherwise");
  }

  @Test
  void nothingStoredOrReadDependsOnTheLocale() throws Exception {
    Path dfew = temporary.resolve("dfew");
    Trees.dfew(dfew, "(single-labeled)");
    new Preparation(spark, Trees.config(Layout.DFEW, dfew, output)).run();
    Map<String, byte[]> usual = contents();
    output = temporary.resolve("elsewhere");
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat("%d".formatted(12)).isEqualTo("\u0661\u0662");
      new Preparation(spark, Trees.config(Layout.DFEW, dfew, output)).run();
    } finally {
      Locale.setDefault(before);
    }

    assertSame(contents(), usual);
  }

  /** What a task sees that looked for the manifest before it was there, and is killed later. */
  public static final class Zombie extends LocalFileSystem {
    @Override
    public boolean exists(org.apache.hadoop.fs.Path file) throws IOException {
      return !file.getName().equals(Manifest.FILE) && super.exists(file);
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      throw new IOException("killed");
    }
  }
}
