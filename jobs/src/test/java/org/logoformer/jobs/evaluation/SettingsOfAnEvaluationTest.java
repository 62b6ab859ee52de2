package org.logoformer.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.TinyShards;
import org.logoformer.jobs.TinyShards.Tags;

/** Which settings an evaluation takes from its run, and which from those who ask for it. */
final class SettingsOfAnEvaluationTest extends EvaluationFixture {
  @Test
  void theNetworkAndItsInputAreThoseOfTheRun() throws IOException {
    TinyShards.write(folder.resolve("shards"), 1, Tags.SPLIT);
    trained("data.normalise.mean=[0.5,0.5,0.5]");
    checkpoint(0);
    CommandLineRun run =
        CommandLineRun.of(
            new EvaluateCommand(),
            "run.name=r",
            "run.dir=" + folder.resolve("runs"),
            "spark.master=\"local[2]\"",
            "spark.conf.\"spark.ui.enabled\"=\"false\"");
    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(predictions("fold-0/predictions.parquet")).hasSize(4);
    for (String other :
        List.of(
            "model.preset=paper",
            "model.logo-former.cls=mean",
            "data.normalise.mean=[0.1,0.1,0.1]",
            "data.sampling=uniform")) {
      CommandLineRun refused = evaluate(other);
      assertThat(refused.exitCode()).as(other).isEqualTo(2);
      assertThat(refused.error()).contains(other.substring(0, other.indexOf('=')), "from the run");
    }
  }

  @Test
  void aPrecisionThatStoresTheSameMakesAnEvaluationOfItsOwn() throws IOException {
    TinyShards.write(folder.resolve("shards"), 1, Tags.SPLIT);
    trained("train.precision=bf16");
    checkpoint(0);
    CommandLineRun run = evaluate("train.precision=f32", "--name", "f32");
    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(folder.resolve("runs/r/metrics.json")).doesNotExist();
    assertThat(folder.resolve("runs/r/evaluations/f32/metrics.json"))
        .content()
        .contains("\"train.precision\" : \"f32\"");
    CommandLineRun refused = evaluate("train.precision=f64", "train.kernels=nd4j");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.error()).contains("train.precision was bf16, is f64", "from the run");
    Path file = Files.writeString(folder.resolve("f.conf"), "train.precision = f32");
    assertThat(evaluate("--dry-run", "--config", file.toString()).out()).contains("precision=bf16");
  }

  @Test
  void filesOfSettingsDoNotChangeWhatIsTested() throws IOException {
    TinyShards.write(folder.resolve("shards"), 1, Tags.SPLIT);
    trained();
    checkpoint(0);
    Path file = folder.resolve("f.conf");
    Files.writeString(
        file,
        """
        data { shuffle-frames = true, folds = [1, 2], prefetch = 5, open-shards = 17 }
        train.threads = 3
        evaluate.batch = 2
        run.seed = 7
        """);
    String[] words = {"--dry-run", "--config", file.toString()};
    assertThat(evaluate(words).out())
        .contains("shuffle-frames=false", "folds=[]", "seed=1", "batch=3")
        .as("machine")
        .contains("threads=3", "prefetch=5", "open-shards=17");
    String[] more = {"--dry-run", "--config", file.toString(), "data.shuffle-frames=true"};
    assertThat(evaluate(more).out()).contains("shuffle-frames=true", "folds=[]");
  }

  @Test
  void aFileOfSettingsSaysWhereTheRunsOwnShardsWentButNamesNoOthers() throws IOException {
    TinyShards.write(folder.resolve("shards"), 1, Tags.SPLIT);
    trained();
    checkpoint(0);
    TinyShards.write(folder.resolve("other"), 2, Tags.SPLIT);
    for (String place : List.of("other", "none")) {
      assertThat(dryRun(place).out()).contains("shards=\"file:" + folder.resolve("shards"));
    }
    Files.move(folder.resolve("shards"), folder.resolve("moved"));
    CommandLineRun moved = dryRun("moved");
    assertThat(moved.exitCode()).as(moved.error()).isZero();
    assertThat(moved.out()).contains("shards=\"file:" + folder.resolve("moved"));
  }

  private CommandLineRun dryRun(String shards) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("f.conf"), "data.shards = \"" + folder.resolve(shards) + "\"");
    return CommandLineRun.of(
        new EvaluateCommand(),
        "--dry-run",
        "--config",
        file.toString(),
        "run.name=r",
        "run.dir=" + folder.resolve("runs"));
  }
}
