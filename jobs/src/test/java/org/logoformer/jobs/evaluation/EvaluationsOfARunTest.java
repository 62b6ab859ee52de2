package org.logoformer.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.clip.ClassMap;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.TinyShards;
import org.logoformer.jobs.TinyShards.Tags;
import org.logoformer.jobs.comparison.CompareCommand;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.report.ReportCommand;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.storage.FolderOwner;

/** What is the run's own test, and what another evaluation beside it. */
final class EvaluationsOfARunTest extends EvaluationFixture {
  @Test
  void shuffledFramesReplaceNothingOfTheRun() throws IOException {
    TinyShards.write(folder.resolve("shards"), COPIES, Tags.SPLIT);
    checkpoint(0);
    evaluate();
    byte[] before = Files.readAllBytes(folder.resolve("runs/r/fold-0/predictions.parquet"));
    byte[] means = Files.readAllBytes(folder.resolve("runs/r/metrics.json"));
    CommandLineRun run = evaluate("data.shuffle-frames=true", "--name", "shuffled");
    assertThat(run.out()).containsPattern("(?m)^evaluate .*uar=0\\.\\d{4}.* frames=shuffled ");
    assertThat(folder.resolve("runs/r/fold-0/predictions.parquet")).hasBinaryContent(before);
    assertThat(folder.resolve("runs/r/metrics.json")).hasBinaryContent(means);
    List<Double> shuffled = new ArrayList<>();
    List<Double> ordered = new ArrayList<>();
    predictions("evaluations/shuffled/fold-0/predictions.parquet")
        .forEach(p -> shuffled.addAll(p.probabilities()));
    predictions("fold-0/predictions.parquet").forEach(p -> ordered.addAll(p.probabilities()));
    assertThat(shuffled).isNotEqualTo(ordered);
    assertThat(folder.resolve("runs/r/evaluations/shuffled/fold-0/metrics.json"))
        .content()
        .contains("\"frames\" : \"shuffled\"");
    assertThat(folder.resolve("runs/r/evaluations/shuffled/metrics.json"))
        .content()
        .contains("\"data.shuffle-frames\" : \"true\"");
  }

  @Test
  void severalViewsAreAveragedInAnEvaluationOfTheirOwn() throws IOException {
    TinyShards.write(folder.resolve("shards"), COPIES, Tags.SPLIT);
    checkpoint(0);
    evaluate();
    byte[] before = Files.readAllBytes(folder.resolve("runs/r/fold-0/predictions.parquet"));
    CommandLineRun run = evaluate("evaluate.flip=true", "evaluate.views=2", "--name", "views");
    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(folder.resolve("runs/r/fold-0/predictions.parquet")).hasBinaryContent(before);
    assertThat(folder.resolve("runs/r/evaluations/views/fold-0/metrics.json"))
        .content()
        .contains("\"views\" : \"2, each also mirrored\"");
    List<Prediction> plain = predictions("fold-0/predictions.parquet");
    List<Prediction> views = predictions("evaluations/views/fold-0/predictions.parquet");
    assertThat(views).hasSize(12);
    for (int i = 0; i < 12; i++) {
      assertThat(views.get(i).clip()).isEqualTo(plain.get(i).clip());
      assertThat(views.get(i).probabilities()).isNotEqualTo(plain.get(i).probabilities());
      assertThat(views.get(i).probabilities().stream().mapToDouble(p -> p).sum())
          .isCloseTo(1, within(1e-12));
    }
    CommandLineRun refused = evaluate("evaluate.views=2", "data.sampling=ti");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.error()).contains("evaluate.views = 2");
  }

  @Test
  void someOfTheFoldsAreNotTheRun() throws IOException {
    TinyShards.write(folder.resolve("shards"), 2, Tags.FOLDS);
    trained("data.folds=[1,2]");
    checkpoint(1);
    checkpoint(2);
    CommandLineRun whole = evaluate();
    assertThat(whole.exitCode()).isZero();
    assertThat(folder.resolve("runs/r/metrics.json")).content().contains("\"fold\" : 1");
    for (int fold : List.of(1, 2)) {
      Evaluation of = metrics("fold-" + fold + "/metrics.json");
      StringBuilder line = new StringBuilder("(?m)^fold " + fold);
      for (int c = 0; c < 7; c++) {
        boolean isAbsent = of.clips(c) == 0;
        line.append(isAbsent ? " +-" : String.format(Locale.ROOT, " +%.2f", 100 * of.recall(c)));
      }
      line.append(String.format(Locale.ROOT, " +%.2f +%.2f$", 100 * of.uar(), 100 * of.war()));
      assertThat(whole.out()).containsPattern(line.toString());
    }
    assertThat(whole.out()).containsPattern("(?m)^mean +").containsPattern("(?m)^all clips +");
    byte[] means = Files.readAllBytes(folder.resolve("runs/r/metrics.json"));
    CommandLineRun run = evaluate("data.folds=[2]");
    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(folder.resolve("runs/r/metrics.json")).hasBinaryContent(means);
    try (var names = Files.list(folder.resolve("runs/r/evaluations"))) {
      assertThat(names)
          .singleElement()
          .satisfies(e -> assertThat(e.getFileName().toString()).matches("[0-9a-f]{8}"))
          .satisfies(e -> assertThat(e.resolve("fold-2/predictions.parquet")).exists())
          .satisfies(e -> assertThat(e.resolve("fold-1")).doesNotExist());
    }
  }

  @Test
  void otherShardsAtTheSamePlaceAreRefusedAndElsewhereAnotherEvaluation() throws IOException {
    TinyShards.write(folder.resolve("shards"), 1, Tags.SPLIT);
    trained();
    checkpoint(0);
    assertThat(evaluate().exitCode()).isZero();
    byte[] means = Files.readAllBytes(folder.resolve("runs/r/metrics.json"));
    Files.move(folder.resolve("shards"), folder.resolve("moved"));
    TinyShards.write(folder.resolve("shards"), 2, Tags.SPLIT);
    CommandLineRun refused = evaluate();
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.error()).contains("was trained on a shard set whose manifest");
    TinyShards.write(folder.resolve("other"), 2, Tags.SPLIT);
    assertThat(evaluate("data.shards=" + folder.resolve("other"), "--name", "cross").exitCode())
        .isZero();
    assertThat(folder.resolve("runs/r/metrics.json")).hasBinaryContent(means);
    assertThat(predictions("evaluations/cross/fold-0/predictions.parquet")).hasSize(8);
    assertThat(evaluate("data.shards=" + folder.resolve("moved")).exitCode()).isZero();
    assertThat(folder.resolve("runs/r/evaluations").toFile().list()).containsExactly("cross");
  }

  @Test
  void theLastWholeEpochIsEvaluatedUnlessAnotherCheckpointIsAskedFor() throws IOException {
    TinyShards.write(folder.resolve("shards"), 1, Tags.SPLIT);
    trained();
    checkpoint(0);
    // A killed training left it, two rounds into the second epoch.
    checkpoint(0, new CheckpointId(1, 3), 2);
    assertThat(evaluate().exitCode()).isZero();
    assertThat(folder.resolve("runs/r/fold-0/metrics.json"))
        .content()
        .contains("\"weights\" : \"epoch-001-round-0001\"");
    byte[] means = Files.readAllBytes(folder.resolve("runs/r/metrics.json"));
    // As long as it is to go on, its own test is still to come.
    trained("train.epochs=2");
    Files.delete(folder.resolve("runs/r/fold-0/metrics.json"));
    CommandLineRun newest = evaluate("--checkpoint", "newest", "--name", "newest");
    assertThat(newest.exitCode()).as(newest.error()).isZero();
    assertThat(folder.resolve("runs/r/metrics.json")).hasBinaryContent(means);
    assertThat(folder.resolve("runs/r/evaluations/newest/metrics.json"))
        .content()
        .contains("\"--checkpoint\" : \"newest\"", "\"checkpoint of fold 0\"");
    assertThat(folder.resolve("runs/r/evaluations/newest/fold-0/metrics.json"))
        .content()
        .contains("\"weights\" : \"epoch-001-round-0003\"");
  }

  @Test
  void figuresThatTrainingWroteStayWhenOthersComeOutOrAnotherCheckpointIsThere()
      throws IOException {
    TinyShards.write(folder.resolve("shards"), COPIES, Tags.SPLIT);
    trained();
    checkpoint(0);
    Path fold = folder.resolve("runs/r/fold-0");
    Evaluation other =
        Evaluation.of(
            List.of(new Prediction("c0", "Crime", 1, 2, List.of())), ClassMap.EMOTIONS.names());
    LogoConfig config = LogoConfig.of("data.shards=" + folder.resolve("shards"));
    FoldMetrics.of(other, 0, new CheckpointId(1, 1), config.data())
        .write(new Configuration(), path("fold-0/metrics.json"));
    byte[] before = Files.readAllBytes(fold.resolve("metrics.json"));
    try (FolderOwner owner =
        FolderOwner.take(new Configuration(), path("."), FolderOwner.Work.TRAINED)) {
      CommandLineRun refused = evaluate();
      owner.require();
      assertThat(refused.exitCode()).isEqualTo(4);
      assertThat(refused.error()).contains("give this evaluation another --name");
    }
    CommandLineRun run = evaluate("--features");
    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(run.out()).contains("The run's own test counted otherwise");
    assertThat(fold.resolve("metrics.json")).hasBinaryContent(before);
    assertThat(fold.toFile().list()).containsExactlyInAnyOrder("ckpt", "metrics.json");
    assertThat(page()).contains("Features by class");
    assertThat(compareWithItself().out()).contains("compare clips=12");
    FoldMetrics.of(other, 0, new CheckpointId(2, 2), config.data())
        .write(new Configuration(), path("fold-0/metrics.json"));
    before = Files.readAllBytes(fold.resolve("metrics.json"));
    assertThat(page()).as("features of another checkpoint").doesNotContain("Features by class");
    assertThat(compareWithItself().error()).contains("run 'logo evaluate' for it first");
    run = evaluate("--name", "now");
    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(fold.resolve("metrics.json")).hasBinaryContent(before);
    assertThat(folder.resolve("runs/r/evaluations/now/metrics.json"))
        .content()
        .contains("\"checkpoint of fold 0\" : \"epoch-001-round-0001\"");
  }

  private String page() throws IOException {
    CommandLineRun run =
        CommandLineRun.of(new ReportCommand(), "run.name=r", "run.dir=" + folder.resolve("runs"));
    assertThat(run.exitCode()).as(run.error()).isZero();
    return Files.readString(folder.resolve("runs/r/report.html"));
  }

  private CommandLineRun compareWithItself() {
    String run = folder.resolve("runs/r").toString();
    return CommandLineRun.of(new CompareCommand(), run, run);
  }
}
