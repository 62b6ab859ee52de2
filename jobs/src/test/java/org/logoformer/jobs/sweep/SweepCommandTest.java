package org.logoformer.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.Evidence;
import org.logoformer.jobs.training.SmallTraining;
import picocli.CommandLine;

/** Sweeps of the smallest network on a local master with two slots. */
class SweepCommandTest {
  @TempDir static Path folder;

  @BeforeAll
  static void writeShards() {
    SmallTraining.shards(folder);
  }

  @Test
  void trialsSideBySideThatAreStoppedAndGoOnHaveTheBitsOfTheSameRunsAlone() throws IOException {
    String[] asha = {
      "sweep.search=asha",
      "sweep.space=[\"optimiser.lr = log-uniform(1e-3, 1e-1)\", \"train.averaging-frequency = choice(1, 2)\"]",
      "sweep.trials=4",
      "sweep.eta=2",
      "train.epochs=4"
    };
    CommandLineRun sweep = logo("sweep", "s", asha);
    assertThat(sweep.exitCode()).as(sweep.error()).isZero();
    assertThat(sweep.out().lines().filter(l -> l.startsWith("sweep best=")))
        .singleElement()
        .asString()
        .matches(
            "sweep best=trial-00\\d uar=0\\.\\d{4} finished=[12] stopped=[23] diverged=0 failed=0 illegal=0");
    assertThat(sweep.out().lines()).anyMatch(l -> l.matches("trial-00\\d finished uar=0.*"));
    assertThat(sweep.out().lines())
        .anyMatch(l -> l.matches("sweep: \\d of 4 trials have ended, .*, about \\d+ min left"));
    String best = sweep.out().replaceAll("(?s).*sweep best=(trial-\\d+).*", "$1");
    Path trial = folder.resolve("runs/s").resolve(best);
    assertThat(folder.resolve("runs/s/sweep.html"))
        .content()
        .contains(best + ", the best", "optimiser.lr (", "UAR, % by epochs", "asha · 4 trials");
    assertThat(Files.readString(folder.resolve("runs/s/sweep.jsonl")))
        .as("stopped on the way")
        .contains("\"" + best + "\",\"event\":\"scored\",\"epoch\":1")
        .contains("\"" + best + "\",\"event\":\"scored\",\"epoch\":4");

    // The file of its settings is all that it takes to make it again.
    CommandLineRun alone =
        CommandLineRun.logo(
            "train",
            "--config",
            trial.resolve("config.conf").toString(),
            "run.dir=" + folder.resolve("runs"),
            "run.name=alone");
    assertThat(alone.exitCode()).as(alone.error()).isZero();
    assertThat(hash(trial)).isEqualTo(hash(folder.resolve("runs/alone")));
    CommandLineRun again = logo("sweep", "s", with(asha, "--retrain", "--top", "1", "--seeds=2"));
    assertThat(again.exitCode()).as(again.error()).isZero();
    assertThat(again.out())
        .contains(" finished uar=")
        .doesNotContain("resumed")
        .doesNotContainPattern("(?m)^trial-.* epoch 1/4")
        .containsPattern("(?m)^retrain-" + best + "-seed-2  epoch 1/4 ")
        .containsPattern("(?m)^retrain " + best + " seeds=2 uar=0\\.\\d{4} deviation=");
    assertThat(folder.resolve("runs/s"))
        .isDirectoryContaining("glob:**retrain-" + best + "-seed-2")
        .isDirectoryContaining("glob:**retrain-" + best + "-seed-3")
        .isDirectoryNotContaining("glob:**-seed-4");
  }

  @Test
  void aDryRunListsTheTrials() {
    CommandLineRun run =
        logo(
            "sweep",
            "dry",
            "--dry-run",
            "sweep.search=random",
            "sweep.trials=3",
            "sweep.space=[\"optimiser.lr = uniform(0.1, 0.2)\"]");
    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(run.out()).contains("trial-001  optimiser.lr=0.1", "trial-003  ", "GMACs");
    assertThat(folder.resolve("runs/dry")).doesNotExist();
  }

  @Test
  void timeThatIsUpLeavesARunThatTheSameCommandGoesOnWith() {
    String[] grid = {
      "sweep.grid=[\"optimiser.lr = 0.01, 0.02\"]", "train.epochs=3000", "--max-hours=0.0035"
    };
    CommandLineRun cut = logo("sweep", "cut", grid);
    assertThat(cut.exitCode()).as(cut.error()).isZero();
    assertThat(cut.out()).contains("time is up", "sweep best=none", "failed=0", "open=2");
    assertThat(folder.resolve("runs/cut/trial-001/config.conf")).as("the trial began").exists();
    assertThat(folder.resolve("runs/cut/trial-001/_owner.json")).doesNotExist();
    assertThat(folder.resolve("runs/cut/_owner.json")).doesNotExist();
    CommandLineRun again = logo("sweep", "cut", grid);
    assertThat(again.exitCode()).as(again.error()).isZero();
    assertThat(again.out())
        .containsPattern("(?m)^trial-001  resumed after epoch ")
        .contains("time is up", "failed=0", "open=2");
  }

  @Test
  void onlyRetrainTrainsTheBestAgainWhichIsOneFromThreeSeedsIfNothingElseIsSaid() {
    assertThat(retraining("--top=2", "--seeds=4")).isEqualTo(Retraining.NONE);
    assertThat(retraining("--retrain")).isEqualTo(new Retraining(1, 3));
    assertThat(retraining("--retrain", "--top=2", "--seeds=4")).isEqualTo(new Retraining(2, 4));
    for (String option : List.of("--top=0", "--seeds=-1")) {
      CommandLineRun none = logo("sweep", "none", "--retrain", option);
      assertThat(none.exitCode()).isEqualTo(2);
      assertThat(none.error()).contains("must be at least 1");
    }
  }

  private static Retraining retraining(String... options) {
    SweepCommand command = new SweepCommand();
    new CommandLine(command).parseArgs(options);
    return command.retraining();
  }

  private static String[] with(String[] settings, String... more) {
    return Stream.concat(Stream.of(settings), Stream.of(more)).toArray(String[]::new);
  }

  private static String hash(Path run) throws IOException {
    try (Stream<Path> checkpoints = Files.list(run.resolve("fold-0/ckpt"))) {
      Path last =
          checkpoints
              .filter(p -> p.getFileName().toString().startsWith("epoch-004"))
              .findFirst()
              .orElseThrow();
      return Evidence.hash(
          Files.readAllBytes(last.resolve("params.safetensors")),
          Files.readAllBytes(last.resolve("momentum.safetensors")));
    }
  }

  private static CommandLineRun logo(String command, String name, String... settings) {
    List<String> line =
        new ArrayList<>(
            List.of(
                command,
                "run.name=" + name,
                "run.dir=" + folder.resolve("runs"),
                "data.shards=" + folder.resolve("shards"),
                "model.preset=tiny",
                "model.backbone.width=2",
                "model.frames=2",
                "model.size=32",
                "model.dim=8",
                "model.depth=1",
                "model.heads=2",
                "model.window=[1,2,1]",
                "optimiser.schedule.kind=cosine",
                "train.batch=8",
                "spark.master=local[2]",
                "spark.conf.\"spark.ui.enabled\"=false"));
    line.addAll(Arrays.asList(settings));
    return CommandLineRun.logo(line.toArray(String[]::new));
  }
}
