package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.jobs.CommandLineRun;

/** A run with what differs from LOGO-Former's: losses on features, classes balanced, TI. */
class FeatureLossRunTest {
  private static final String PARAMETERS = "fold-0/ckpt/epoch-002-round-0006/params.safetensors";
  private static final List<String> SETTINGS =
      List.of(
          "model.preset=tiny",
          "optimiser.lr=0.01",
          "train.batch=8",
          "train.workers=2",
          "train.averaging-frequency=1",
          "loss.center.weight=0.1",
          "loss.ec.weight=0.1",
          "data.balance=classes",
          "data.sampling=ti",
          "spark.master=local[2]",
          "spark.conf.\"spark.ui.enabled\"=false");

  @TempDir private Path folder;

  @BeforeEach
  void writeShards() throws IOException {
    SmallShards.write(new org.apache.hadoop.fs.Path(folder.resolve("shards").toUri()), 22, 14);
  }

  @Test
  void isTrainedResumedAndEvaluated() throws IOException {
    assertThat(logo("train", "straight", "train.epochs=2").exitCode()).isZero();
    assertThat(logo("train", "resumed", "train.epochs=1").exitCode()).isZero();
    CommandLineRun resumed = logo("train", "resumed", "train.epochs=2");
    assertThat(resumed.exitCode()).as(resumed.error()).isZero();
    assertThat(resumed.out()).contains("resumed after epoch 1").doesNotContain("not exactly");
    Path parameters = run("resumed", PARAMETERS);
    assertThat(parameters).hasSameBinaryContentAs(run("straight", PARAMETERS));
    float[] centers =
        Safetensors.read(
                FileSystem.getLocal(new Configuration()),
                new org.apache.hadoop.fs.Path(parameters.toUri()))
            .tensors()
            .get("loss.centers")
            .floats();
    assertThat(centers).hasSize(7 * 32).doesNotContain(Float.NaN);
    assertThat(centers).isNotEqualTo(new float[7 * 32]);
    byte[] metrics = Files.readAllBytes(run("straight", "fold-0/metrics.json"));

    CommandLineRun evaluated = logo("evaluate", "straight");
    assertThat(evaluated.exitCode()).as(evaluated.error()).isZero();
    assertThat(run("straight", "fold-0/metrics.json"))
        .hasBinaryContent(metrics)
        .content()
        .contains("\"sampling\" : \"ti\"", "14 of 14 clips linearly in time, an approximation");
  }

  @Test
  void dl4jSparksOwnMasterRefusesIt() {
    CommandLineRun refused =
        logo("train", "dl4j", "train.master=dl4j", "optimiser.sam.rho=0", "train.bn-recalibrate=8");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.error()).contains("loss.center.weight=0", "loss.ec.weight=0");
  }

  private Path run(String name, String file) {
    return folder.resolve("runs").resolve(name).resolve(file);
  }

  private CommandLineRun logo(String command, String name, String... settings) {
    List<String> line =
        new ArrayList<>(
            List.of(
                command,
                "run.name=" + name,
                "run.dir=" + folder.resolve("runs"),
                "data.shards=" + folder.resolve("shards")));
    line.addAll(SETTINGS);
    line.addAll(Arrays.asList(settings));
    return CommandLineRun.logo(line.toArray(String[]::new));
  }
}
