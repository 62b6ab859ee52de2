package org.logoformer.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.clip.ClassMap;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.FoldMetrics;

/** Metrics of predictions that are there, without a network. */
final class EvaluationOfPredictionsTest extends EvaluationFixture {
  @Test
  void computesTheMetricsOfPredictionsAgain() throws IOException {
    Path csv = folder.resolve("p.csv");
    Files.writeString(csv, "clip,label,prediction\na,Happy,0\nb,Sad,0\nc,1,1\nd,1,1\n");
    CommandLineRun run = again(csv, "again");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("evaluate clips=4 uar=0.8333 war=0.7500");
    assertThat(folder.resolve("again/metrics.json")).exists();
    assertThat(folder.resolve("again/confusion.png")).exists();
    assertThat(again(csv, "again").exitCode()).as("its own may be replaced").isZero();
    Files.createDirectories(folder.resolve("trained/ckpt"));
    Evaluation of =
        Evaluation.of(List.of(new Prediction("c", "", 1, 2, List.of())), ClassMap.EMOTIONS.names());
    FoldMetrics.of(of, 0, new CheckpointId(1, 1), LogoConfig.of().data())
        .write(new Configuration(), path("../../tested/metrics.json"));
    for (String place : List.of("trained", "tested")) {
      CommandLineRun refused = again(csv, place);
      assertThat(refused.exitCode()).as(place).isEqualTo(2);
      assertThat(refused.error()).contains("holds a network's test or its checkpoints");
    }
  }

  private CommandLineRun again(Path csv, String out) {
    return CommandLineRun.of(
        new EvaluateCommand(),
        "--predictions",
        csv.toString(),
        "--out",
        folder.resolve(out).toString());
  }

  @Test
  void refusesPredictionsThatAreNotThereOrNone() throws IOException {
    CommandLineRun run =
        CommandLineRun.of(new EvaluateCommand(), "--predictions", folder + "/none.csv");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error()).contains("none.csv");
    Files.writeString(folder.resolve("fake.parquet"), "PAR1 and nothing more");
    run = CommandLineRun.of(new EvaluateCommand(), "--predictions", folder + "/fake.parquet");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error()).contains("fake.parquet is not a readable Parquet file");
  }
}
