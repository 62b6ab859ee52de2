package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.TinyRuns;
import org.logoformer.shard.Shard;
import org.logoformer.storage.FolderOwner;

/** What a run goes on from, and what it refuses to go on with. */
class ResumeTest {
  private static final String PARAMETERS = "fold-0/ckpt/epoch-002-round-0006/params.safetensors";

  @TempDir Path folder;

  @BeforeEach
  void writeShards() throws IOException {
    SmallShards.write(new org.apache.hadoop.fs.Path(folder.resolve("shards").toUri()), 22, 14);
  }

  @Test
  void aTestThatFailsCostsNoEpoch() throws IOException {
    // A process keeps a shard open, so the sound ones lie elsewhere; the run sees the same set.
    Path sound = folder.resolve("sound");
    SmallShards.write(new org.apache.hadoop.fs.Path(sound.toUri()), 22, 14);
    damageTestClips();
    CommandLineRun failed = train("r", "train.epochs=2");
    assertThat(failed.exitCode()).as(failed.error()).isEqualTo(3);
    assertThat(run("r/fold-0/ckpt/epoch-001-round-0003/_SUCCESS")).exists();
    CommandLineRun resumed = train("r", "train.epochs=2", "data.shards=" + sound);
    assertThat(train("straight", "train.epochs=2", "data.shards=" + sound).exitCode()).isZero();
    assertThat(resumed.exitCode()).as(resumed.error()).isZero();
    assertThat(resumed.out()).contains("resumed after epoch 1", "tested epoch 1  uar ");
    assertThat(run("r/" + PARAMETERS)).hasSameBinaryContentAs(run("straight/" + PARAMETERS));
    for (int line : List.of(3, 7)) {
      for (String figure : List.of("uar", "war", "recalls", "test_clips", "loss")) {
        assertThat(line("r", line).path(figure)).isEqualTo(line("straight", line).path(figure));
      }
    }
    assertThat(run("r/fold-0/metrics.json"))
        .hasSameBinaryContentAs(run("straight/fold-0/metrics.json"));
    assertThat(run("r/fold-0/ckpt/epoch-001-round-0003/score.json")).content().contains("score");
  }

  @Test
  void aRecalibrationThatFailsCostsNoEpoch() throws IOException {
    String[] settings = {
      "train.epochs=2",
      "train.bn-recalibrate=8",
      "train.checkpoint.keep-last=9",
      "tracking.tensorboard=true"
    };
    assertThat(train("r", settings).exitCode()).isZero();
    byte[] parameters = Files.readAllBytes(run("r/" + PARAMETERS));
    // As if it had failed after the second epoch.
    Files.delete(run("r/fold-0/ckpt/epoch-002-round-0006/_SUCCESS"));
    CommandLineRun resumed = train("r", settings);
    assertThat(resumed.exitCode()).as(resumed.error()).isZero();
    assertThat(resumed.out()).contains("resumed after epoch 1, round 3 of the next");
    assertThat(run("r/" + PARAMETERS)).hasBinaryContent(parameters);
    assertThat(Files.readAllLines(run("r/fold-0/metrics.jsonl"))).hasSize(8);
    assertThat(run("r/fold-0/events.out.tfevents.epoch-00002")).isNotEmptyFile();
  }

  @Test
  void whatMessagesAdviseMayBeChanged() throws IOException {
    assertThat(train("r", "train.epochs=1").exitCode()).isZero();
    Files.writeString(run("r/fold-0/features.parquet"), "of the first epoch");
    CommandLineRun resumed =
        train("r", "train.epochs=2", "train.step-timeout=900", "train.init=gone.safetensors");
    assertThat(resumed.exitCode()).as(resumed.error()).isZero();
    assertThat(resumed.out()).contains("resumed after epoch 1").doesNotContain("not exactly");
    assertThat(run("r/fold-0/features.parquet")).doesNotExist();
  }

  @Test
  void aRunGoesOnWithOtherKernelsThatComputeOtherBits() throws IOException {
    Path few = folder.resolve("few");
    SmallShards.write(new org.apache.hadoop.fs.Path(few.toUri()), 2, 1);
    String[] set = {"data.shards=" + few, "train.batch=2", "train.kernels=onednn"};
    assertThat(train("r", TinyRuns.with(set, "train.epochs=1")).exitCode()).isZero();
    CommandLineRun resumed =
        train("r", TinyRuns.with(TinyRuns.with(set, "train.epochs=2"), "train.kernels=nd4j"));
    assertThat(resumed.exitCode()).as(resumed.error()).isZero();
    assertThat(resumed.out()).contains("not exactly: train.kernels was onednn, is nd4j");
  }

  @Test
  void aCrewGoesOnFromJobsAndJobsFromACrew() throws IOException {
    String[] two = {"train.workers=2", "train.checkpoint.every-rounds=2"};
    String jobs = "train.rounds=jobs";
    for (int epochs = 1; epochs <= 3; epochs++) {
      String rounds = epochs == 2 ? "train.rounds=crew" : jobs;
      CommandLineRun run =
          train("r", TinyRuns.with(TinyRuns.with(two, rounds), "train.epochs=" + epochs));
      assertThat(run.exitCode()).as(run.error()).isZero();
      assertThat(run.out()).doesNotContain("not exactly");
    }
    assertThat(
            train("straight", TinyRuns.with(TinyRuns.with(two, jobs), "train.epochs=3")).exitCode())
        .isZero();
    for (String file :
        List.of(
            "fold-0/ckpt/epoch-003-round-0009/params.safetensors",
            "fold-0/ckpt/epoch-003-round-0009/momentum.safetensors",
            "fold-0/metrics.json")) {
      assertThat(run("r/" + file)).hasSameBinaryContentAs(run("straight/" + file));
    }
  }

  @Test
  void aFinishedRunGoesOnFromItsEndAndSaysWhereAScheduleEndedThere() throws IOException {
    String cosine = "optimiser.schedule.kind=cosine";
    assertThat(train("r", "train.epochs=1", cosine).exitCode()).isZero();
    CommandLineRun resumed = train("r", "train.epochs=2", cosine);
    assertThat(resumed.exitCode()).as(resumed.error()).isZero();
    assertThat(resumed.out()).contains("not exactly: train.epochs was 1, is 2, where optimiser");
    assertThat(run("r/provenance.json")).content().contains("train.epochs was 1, is 2");
  }

  @Test
  void otherShardsAtTheSamePlaceAreRefusedAndTheSameElsewhereAreNot() throws IOException {
    assertThat(train("r", "train.epochs=1").exitCode()).isZero();
    byte[] provenance = Files.readAllBytes(run("r/provenance.json"));
    Files.move(folder.resolve("shards"), folder.resolve("moved"));
    SmallShards.write(new org.apache.hadoop.fs.Path(folder.resolve("shards").toUri()), 23, 14);
    CommandLineRun refused = train("r", "train.epochs=2");
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.error()).contains("was trained on a shard set whose manifest", "run.name");
    assertThat(run("r/provenance.json")).hasBinaryContent(provenance);
    assertThat(train("r", "train.epochs=2", "data.shards=" + folder.resolve("moved")).exitCode())
        .isZero();
  }

  @Test
  void howAFinishedRunIsTestedCannotBeReplaced() throws IOException {
    assertThat(train("r", "train.epochs=1").exitCode()).isZero();
    byte[] metrics = Files.readAllBytes(run("r/metrics.json"));
    byte[] config = Files.readAllBytes(run("r/config.conf"));
    for (String other : List.of("data.shuffle-frames=true", "data.test-split=train")) {
      CommandLineRun refused = train("r", "train.epochs=1", other);
      assertThat(refused.exitCode()).as(other).isEqualTo(2);
      assertThat(refused.error()).contains(other.substring(0, other.indexOf('=')));
    }
    assertThat(run("r/metrics.json")).hasBinaryContent(metrics);
    assertThat(run("r/config.conf")).hasBinaryContent(config);
  }

  @Test
  void someOfTheFoldsDoNotReplaceTheMeanOfAll() throws IOException {
    assertThat(train("r", "train.epochs=1", "data.folds=[1]").exitCode()).isZero();
    assertThat(train("r", "train.epochs=1", "data.folds=[1,2]").exitCode()).isZero();
    byte[] metrics = Files.readAllBytes(run("r/metrics.json"));
    CommandLineRun refused = train("r", "train.epochs=1", "data.folds=[2]");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.error()).contains("data.folds was [1], is [2]");
    assertThat(run("r/metrics.json")).hasBinaryContent(metrics);
    assertThat(train("s", "data.folds=[0]").exitCode()).isEqualTo(2);
  }

  @Test
  void aRoundTooManyIsNotCalledTheEpochBefore() throws IOException {
    String[] settings = {
      "train.checkpoint.every-rounds=1",
      "train.checkpoint.keep-last=9",
      "train.checkpoint.keep-best=0"
    };
    assertThat(train("r", TinyRuns.with(settings, "train.epochs=2")).exitCode()).isZero();
    // As if it had been killed in the second epoch with keep-last = 1.
    for (String id :
        List.of(
            "000-round-0001",
            "000-round-0002",
            "001-round-0003",
            "001-round-0005",
            "002-round-0006")) {
      Files.delete(run("r/fold-0/ckpt/epoch-" + id + "/_SUCCESS"));
    }
    CommandLineRun refused = train("r", TinyRuns.with(settings, "train.epochs=1"));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.error())
        .contains("train.epochs = 1", "epoch-001-round-0004", "set train.epochs=2");
  }

  @Test
  void halfALastLineInTheLogDoesNotStopARun() throws IOException {
    assertThat(train("r", "train.epochs=1").exitCode()).isZero();
    Path log = run("r/fold-0/metrics.jsonl");
    Files.writeString(log, "{\"kind\":\"rou", StandardOpenOption.APPEND);
    CommandLineRun resumed = train("r", "train.epochs=2");
    assertThat(resumed.exitCode()).as(resumed.error()).isZero();
    assertThat(Files.readAllLines(log)).hasSize(8);
  }

  @Test
  void aDryRunTellsWhereARunGoesOnAndRefusesWhatTheRunWould() {
    assertThat(train("r", "train.epochs=1", "--dry-run").out()).doesNotContain("# Run so far");
    assertThat(train("r", "train.epochs=1").exitCode()).isZero();
    assertThat(train("r", "train.epochs=1", "--dry-run").out())
        .contains("# Run so far", "fold 0: all 1 epochs are trained");
    CommandLineRun further = train("r", "train.epochs=2", "train.threads=2", "--dry-run");
    assertThat(further.exitCode()).as(further.error()).isZero();
    assertThat(further.out())
        .contains("fold 0: goes on after epoch 1, round 0 of the next")
        .contains("not exactly: fold 0 from epoch-001-round-0003 on: train.threads was 1, is 2");
    for (String other : List.of("run.seed=7", "optimiser.lr=0.5", "train.epochs=0")) {
      CommandLineRun dry = train("r", other, "--dry-run");
      assertThat(dry.exitCode()).as(other).isEqualTo(2);
      assertThat(dry.error()).isEqualTo(train("r", other).error());
    }
  }

  @Test
  void aDryRunOfASweepTellsWhichTrialsAreBegunAndWhichWouldBeRefused() {
    String grid = "sweep.grid=[\"optimiser.lr = 0.01, 0.02\"]";
    String one = "sweep.grid=[\"optimiser.lr = 0.01\"]";
    assertThat(logo("sweep", "s", "train.epochs=1", one).exitCode()).isZero();
    CommandLineRun dry = logo("sweep", "s", "train.epochs=2", grid, "--dry-run");
    assertThat(dry.exitCode()).as(dry.error()).isZero();
    assertThat(dry.out().lines())
        .filteredOn(line -> line.startsWith("trial-") && line.contains("fold 0"))
        .singleElement()
        .asString()
        .endsWith("fold 0: goes on after epoch 1, round 0 of the next");
    CommandLineRun refused =
        logo("sweep", "s", "train.epochs=2", grid, "data.test-split=train", "--dry-run");
    assertThat(refused.exitCode()).as(refused.error()).isZero();
    assertThat(refused.out()).contains("refused: ", "data.test-split was test, is train");
  }

  @Test
  void aDryRunOnOtherShardsIsRefusedAsTheRunIs() throws IOException {
    assertThat(train("r", "train.epochs=1").exitCode()).isZero();
    Files.move(folder.resolve("shards"), folder.resolve("moved"));
    SmallShards.write(new org.apache.hadoop.fs.Path(folder.resolve("shards").toUri()), 23, 14);
    CommandLineRun dry = train("r", "train.epochs=2", "--dry-run");
    assertThat(dry.exitCode()).isEqualTo(3);
    assertThat(dry.error()).isEqualTo(train("r", "train.epochs=2").error());
  }

  @Test
  void aSecondDriverIsRefusedBeforeItReplacesAnything() throws IOException {
    assertThat(train("r", "train.epochs=1").exitCode()).isZero();
    byte[] config = Files.readAllBytes(run("r/config.conf"));
    try (FolderOwner owner =
        FolderOwner.take(
            new Configuration(),
            new org.apache.hadoop.fs.Path(run("r").toUri()),
            FolderOwner.Work.TRAINED)) {
      CommandLineRun refused = train("r", "train.epochs=2");
      assertThat(refused.exitCode()).isEqualTo(4);
      assertThat(refused.error()).contains("is being trained by process");
      owner.require();
    }
    assertThat(run("r/config.conf")).hasBinaryContent(config);
    assertThat(run("r/_owner.json")).doesNotExist();
  }

  private void damageTestClips() throws IOException {
    Path shard = folder.resolve("shards/" + Shard.fileName(1));
    byte[] bytes = Files.readAllBytes(shard);
    // In every frame of every clip.
    for (int i = 5000; i < bytes.length; i += 5000) {
      bytes[i] ^= 4;
    }
    Files.write(shard, bytes);
    Files.deleteIfExists(shard.resolveSibling("." + shard.getFileName() + ".crc"));
  }

  @Test
  void aDiskThatIsFullIsToldInOneMessage() throws IOException {
    Files.createDirectories(run("r/fold-0"));
    Files.createSymbolicLink(run("r/fold-0/_metrics.jsonl.part"), Path.of("/dev/full"));
    CommandLineRun full = train("r", "train.epochs=1");
    assertThat(full.exitCode()).isEqualTo(4);
    assertThat(full.error())
        .contains("metrics.jsonl", "No space left on device")
        .doesNotContain("\tat ");
    assertThat(train("r", "train.epochs=1").exitCode()).isZero();
  }

  @Test
  void aRunFolderThatIsMovedAwayEndsTheRunAndIsNotMadeAnew() throws Exception {
    AtomicReference<CommandLineRun> result = new AtomicReference<>();
    Thread training =
        new Thread(() -> result.set(train("r", "train.epochs=50", "train.evaluate-every=50")));
    training.start();
    Path begun = run("r/fold-0/ckpt/epoch-001-round-0003/_SUCCESS");
    while (training.isAlive() && !Files.exists(begun)) {
      Thread.sleep(20);
    }
    Files.move(run("r"), run("elsewhere"));
    training.join();
    assertThat(result.get().exitCode()).isEqualTo(4);
    assertThat(run("r/fold-0/metrics.json")).doesNotExist();
    assertThat(run("elsewhere/config.conf")).exists();
  }

  private JsonNode line(String run, int number) throws IOException {
    return new ObjectMapper()
        .readTree(Files.readAllLines(run(run + "/fold-0/metrics.jsonl")).get(number));
  }

  private Path run(String path) {
    return new TinyRuns(folder).file(path);
  }

  private CommandLineRun train(String name, String... settings) {
    return logo("train", name, settings);
  }

  private CommandLineRun logo(String command, String name, String... settings) {
    return new TinyRuns(folder).logo(command, name, settings);
  }
}
