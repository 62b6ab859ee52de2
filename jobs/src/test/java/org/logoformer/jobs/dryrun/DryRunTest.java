package org.logoformer.jobs.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.jobs.TinyShards;

final class DryRunTest {
  @Test
  void givesTheNumbersOfTheMethodCard() {
    String text = training(LogoConfig.of());
    assertThat(text)
        .contains("10.214 (10,214,166,272 MACs)")
        .contains("7,603,015")
        .contains("[16, 7, 7, 256]")
        .contains("785 queries, 393 keys")
        .contains("2 windows of 8 x 7 x 7 = 392 tokens");
  }

  @Test
  void showsEverySettingAndWhatSparkGets() {
    String text = training(LogoConfig.of("train.workers=3", "spark.master=yarn"));
    assertThat(text).containsPattern("workers *[=:] *3").contains("spark.master = yarn");
  }

  @Test
  void samDoublesTheWorkOfAStep() {
    assertThat(training(LogoConfig.of("model.preset=tiny")))
        .contains("(2 forward-backward passes)");
    assertThat(training(LogoConfig.of("model.preset=tiny", "optimiser.sam.rho=0")))
        .contains("(1 forward-backward passes)");
  }

  @Test
  void opensTheShardSetAndTellsClipsRoundsAndHours(@TempDir Path folder) throws IOException {
    TinyShards.write(folder, 4, TinyShards.Tags.FOLDS);
    assertThat(training(tiny(folder, "data.folds=[1,2]", "train.epochs=3", "train.batch=4")))
        .contains("2 shards, 16 clips of 7 classes, stored at 64 px")
        .contains("8 clips to train on, 8 to test")
        .contains("12 and 6 in 3 epochs of 2 fold(s)")
        .contains("a probe, one step of 2 clip(s)");
  }

  @Test
  void refusesWhatWouldFailLater(@TempDir Path folder) throws IOException {
    TinyShards.write(folder, 2, TinyShards.Tags.FOLDS);
    refused(tiny(folder, "data.folds=[1]", "model.classes=8"), ConfigException.class, "7 classes");
    refused(tiny(folder, "data.folds=[3]"), DataException.class, "no clips for data.folds = 3");
    refused(tiny(folder), DataException.class, "no clips for data.train-split");
    refused(tiny(folder, "data.folds=[1]", "train.init=none"), DataException.class, "none");
    Path file = Files.createFile(folder.resolve("file"));
    refused(
        tiny(folder, "data.folds=[1]", "run.dir=" + file + "/runs"),
        ConfigException.class,
        "is a file");
    refused(tiny(folder.resolve("no")), DataException.class, "No shard set at");
    Files.write(folder.resolve("part-00001.seq"), new byte[3]);
    refused(tiny(folder, "data.folds=[1]"), DataException.class, "--repair part-00001");
  }

  @Test
  void estimatesOfTheLargestNetworkDoNotOverflow() {
    LogoConfig largest =
        LogoConfig.of(
            "model.size=4096",
            "model.frames=1",
            "model.window=[1,256,256]",
            "model.pool.window=[1,1,1]",
            "model.dim=1024",
            "model.depth=100",
            "model.backbone.width=512",
            "train.batch=30");
    assertThat(training(largest).lines().filter(l -> l.matches(".*[ (]-\\d.*"))).isEmpty();
    assertThatThrownBy(() -> training(LogoConfig.of("model.dim=32768", "model.depth=1024")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("parameters, more than");
  }

  @Test
  void showsNoSecrets() {
    assertThat(training(LogoConfig.of("spark.conf.spark.hadoop.fs.s3a.secret.key=S3CRET")))
        .doesNotContain("S3CRET");
  }

  private static LogoConfig tiny(Path shards, String... more) {
    return LogoConfig.of(
            "model.preset=tiny", "data.shards=" + shards, "run.dir=" + shards + "/runs")
        .with(more);
  }

  private static void refused(LogoConfig config, Class<?> by, String words) {
    assertThatThrownBy(() -> training(config)).isInstanceOf(by).hasMessageContaining(words);
  }

  private static String training(LogoConfig config) {
    StringWriter text = new StringWriter();
    new DryRun(config, new PrintWriter(text)).training();
    return text.toString();
  }
}
