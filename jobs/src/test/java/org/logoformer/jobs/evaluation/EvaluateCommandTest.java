package org.logoformer.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.checkpoint.Checkpoint;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.checkpoint.Retention;
import org.logoformer.clip.ClassMap;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.Fixture;
import org.logoformer.jobs.TinyShards;
import org.logoformer.jobs.TinyShards.Tags;
import org.logoformer.jobs.comparison.CompareCommand;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.report.ReportCommand;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.jobs.run.RunShards;
import org.logoformer.provenance.Provenance;
import org.logoformer.shard.Shard;
import org.logoformer.storage.FolderOwner;

final class EvaluateCommandTest {
  private static final int COPIES = 3;

  @TempDir Path folder;

  @Test
  void predictsEveryClipOnceWithTheProbabilitiesOfTheIndependentImplementation()
      throws IOException {
    TinyShards.write(folder.resolve("shards"), COPIES, Tags.SPLIT);
    CommandLineRun run =
        evaluate("evaluate.weights=" + Fixture.weights().toAbsolutePath(), "--features");
    assertThat(run.error()).isEmpty();
    assertThat(run.out()).doesNotContain("goes to");
    List<Prediction> rows = predictions("fold-0/predictions.parquet");
    assertThat(rows)
        .extracting(Prediction::clip)
        .containsExactly("c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11");
    assertThat(rows)
        .extracting(Prediction::scene)
        .containsOnly("Crime", "War")
        .startsWith("Crime", "Crime", "Crime", "Crime", "War");
    double[] logits = Fixture.expected("eval.logits").doubles();
    double[] labels = Fixture.expected("labels.0").doubles();
    int right = 0;
    for (int i = 0; i < rows.size(); i++) {
      int source = i % labels.length;
      double[] exp = Arrays.stream(logits, 7 * source, 7 * source + 7).map(Math::exp).toArray();
      double sum = Arrays.stream(exp).sum();
      for (int c = 0; c < 7; c++) {
        assertThat(rows.get(i).probabilities().get(c)).isCloseTo(exp[c] / sum, within(1e-4));
      }
      assertThat((double) rows.get(i).label()).isEqualTo(labels[source]);
      right += rows.get(i).prediction() == rows.get(i).label() ? 1 : 0;
    }
    requireFeaturesOf(rows);
    Evaluation metrics = metrics("fold-0/metrics.json");
    assertThat(metrics.clips()).isEqualTo(12);
    assertThat(metrics.war()).isCloseTo(right / 12.0, within(1e-12));
    assertThat(folder.resolve("runs/r/metrics.json")).exists();
    assertThat(folder.resolve("runs/r/fold-0/confusion.png")).exists();
    assertThat(folder.resolve("runs/r/fold-0/reliability.png")).exists();
    assertThat(run.out()).containsPattern("(?m)^evaluate fold=0 clips=12 uar=0\\.\\d{4} war=");
  }

  /** What the classifier makes of the features is what was predicted. */
  private void requireFeaturesOf(List<Prediction> rows) throws IOException {
    List<ClipFeatures> features =
        FeatureParquet.read(new Configuration(), path("fold-0/features.parquet"));
    assertThat(features)
        .extracting(ClipFeatures::clip)
        .isEqualTo(rows.stream().map(Prediction::clip).toList());
    var tensors = Fixture.read(Fixture.weights()).tensors();
    double[] weights = tensors.get("head.weight").doubles();
    double[] biases = tensors.get("head.bias").doubles();
    for (int i = 0; i < rows.size(); i++) {
      float[] values = features.get(i).values();
      double[] exp = new double[7];
      for (int c = 0; c < 7; c++) {
        double logit = biases[c];
        for (int k = 0; k < values.length; k++) {
          logit += weights[c * values.length + k] * values[k];
        }
        exp[c] = Math.exp(logit);
      }
      assertThat(rows.get(i).probabilities().get(3))
          .isCloseTo(exp[3] / Arrays.stream(exp).sum(), within(1e-4));
    }
  }

  @Test
  void takesEachFoldsNewestCheckpointForItsOwnClips() throws IOException {
    TinyShards.write(folder.resolve("shards"), 2, Tags.FOLDS);
    for (int fold : List.of(1, 2)) {
      checkpoint(fold);
    }
    CommandLineRun run = evaluate("data.folds=[1,2]");
    assertThat(run.error()).isEmpty();
    assertThat(predictions("fold-1/predictions.parquet"))
        .extracting(Prediction::clip)
        .containsExactly("c0", "c1", "c2", "c3");
    assertThat(predictions("fold-2/predictions.parquet"))
        .extracting(Prediction::clip)
        .containsExactly("c4", "c5", "c6", "c7");
    assertThat(folder.resolve("runs/r/metrics.json"))
        .content()
        .contains("\"uar_deviation\" : 0.0", "\"fold\" : 2");
    assertThat(run.out()).contains("evaluate folds=2 uar=");
  }

  @Test
  void runsOnKryoToo() throws IOException {
    TinyShards.write(folder.resolve("shards"), 1, Tags.SPLIT);
    checkpoint(0);
    CommandLineRun run =
        evaluate("spark.conf.spark.serializer=org.apache.spark.serializer.KryoSerializer");
    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(predictions("fold-0/predictions.parquet")).hasSize(4);
  }

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

  @Test
  void anEvaluationThatEndedEarlyGoesOnWithTheClipsThatAreLeft() throws IOException {
    TinyShards.write(folder.resolve("shards"), COPIES, Tags.SPLIT);
    checkpoint(0);
    assertThat(evaluate("--name", "whole", "--features").exitCode()).isZero();
    // A shard for each of two tasks, in batches of 3 clips.
    Path even = folder.resolve("shards/" + Shard.fileName(0));
    Path odd = folder.resolve("shards/" + Shard.fileName(1));
    flipABit(odd);
    CommandLineRun stopped = evaluate("--name", "halves", "--features");
    assertThat(stopped.exitCode()).isEqualTo(3);
    Path half = folder.resolve("runs/r/evaluations/halves/fold-0");
    try (var plans = Files.list(half.resolve("_parts"))) {
      assertThat(plans)
          .singleElement()
          .satisfies(plan -> assertThat(plan.resolve("part-00000.parquet")).exists());
    }
    assertThat(half.toFile().list()).containsExactly("_parts");
    flipABit(odd);
    // What was done is not read again.
    flipABit(even);
    CommandLineRun other = evaluate("--name", "halves", "data.shuffle-frames=true");
    assertThat(other.exitCode()).as("of another plan: begins anew").isEqualTo(3);
    flipABit(even);
    flipABit(odd);
    assertThat(evaluate("--name", "halves", "--features").exitCode()).isEqualTo(3);
    flipABit(odd);
    flipABit(even);
    CommandLineRun rest = evaluate("--name", "halves", "--features", "spark.master=local[1]");
    assertThat(rest.exitCode()).as(rest.error()).isZero();
    for (String file :
        List.of("predictions.parquet", "features.parquet", "metrics.json", "confusion.png")) {
      assertThat(half.resolve(file))
          .hasSameBinaryContentAs(folder.resolve("runs/r/evaluations/whole/fold-0/" + file));
    }
    assertThat(half.resolve("_parts")).doesNotExist();
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

  /** As 'train' leaves its settings and what it trained on. */
  private void trained(String... settings) throws IOException {
    Path run = Files.createDirectories(folder.resolve("runs/r"));
    LogoConfig config =
        LogoConfig.of(
                "model.preset=tiny", "train.epochs=1", "data.shards=" + folder.resolve("shards"))
            .with(settings);
    Files.writeString(run.resolve("config.conf"), config.render());
    Provenance provenance =
        new Provenance(
            "2026-01-01T00:00:00Z",
            "v",
            "r",
            config.hash(),
            RunShards.hash(new Configuration(), config.data().shards()),
            1,
            1,
            new Provenance.Compute("onednn", "avx2", 1, "f32"),
            List.of(),
            Map.of(),
            List.of(),
            new Provenance.Kernels(List.of()),
            List.of());
    Files.writeString(run.resolve("provenance.json"), provenance.render());
  }

  @Test
  void aFlippedBitInAShardIsNamedAndNothingIsWritten() throws IOException {
    TinyShards.write(folder.resolve("shards"), COPIES, Tags.SPLIT);
    checkpoint(0);
    flipABit(folder.resolve("shards/" + Shard.fileName(1)));
    CommandLineRun run = evaluate();
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error()).contains("part-00001");
    assertThat(folder.resolve("runs/r/fold-0/predictions.parquet")).doesNotExist();
    assertThat(folder.resolve("runs/r/fold-0/metrics.json")).doesNotExist();
  }

  private static void flipABit(Path shard) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(shard.toFile(), "rw")) {
      file.seek(file.length() / 2);
      int b = file.read();
      file.seek(file.length() / 2);
      file.write(b ^ 4);
    }
    // Hadoop's own checksum file of the local file system would heal nothing, but speak first.
    Files.deleteIfExists(shard.resolveSibling("." + shard.getFileName() + ".crc"));
  }

  @Test
  void saysWhatIsMissingBeforeSparkStarts() throws IOException {
    CommandLineRun run = CommandLineRun.of(new EvaluateCommand(), "model.preset=tiny");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error()).contains("data.shards is not set");
    assertThat(evaluate().exitCode()).isEqualTo(3);
    TinyShards.write(folder.resolve("shards"), 1, Tags.SPLIT);
    run = evaluate();
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error())
        .contains("No checkpoint of a whole epoch in", "train the run 'r' first");
    checkpoint(0);
    Files.writeString(folder.resolve("runs/r/fold-0/metrics.json"), "{\"uar\"");
    run = evaluate("--dry-run");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error()).contains("Remove the file, then 'logo evaluate' writes it again");
    assertThat(evaluate("--dry-run", "--name", "other").exitCode()).isZero();
    String weights = "evaluate.weights=" + Fixture.weights().toAbsolutePath();
    assertThat(evaluate("--dry-run", weights).exitCode()).isZero();
    run = evaluate("data.folds=[1,2]", "evaluate.weights=x");
    assertThat(run.exitCode()).isEqualTo(2);
  }

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

  private CommandLineRun evaluate(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "model.preset=tiny",
                "evaluate.batch=3",
                "run.name=r",
                "run.dir=" + folder.resolve("runs"),
                "data.shards=" + folder.resolve("shards"),
                "spark.master=\"local[2]\"",
                "spark.conf.\"spark.ui.enabled\"=\"false\""));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(new EvaluateCommand(), arguments.toArray(String[]::new));
  }

  private void checkpoint(int fold) throws IOException {
    checkpoint(fold, new CheckpointId(1, 1), 0);
  }

  private void checkpoint(int fold, CheckpointId id, int round) throws IOException {
    var store =
        new CheckpointStore(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(folder.resolve("runs/r/fold-" + fold).toUri()),
            Retention.ALL);
    store.write(
        new Checkpoint(
            id,
            OptionalDouble.empty(),
            Fixture.read(Fixture.weights()).tensors(),
            Map.of(),
            Map.of(),
            JsonNodeFactory.instance.objectNode().put("round", round)));
  }

  private org.apache.hadoop.fs.Path path(String file) {
    return new org.apache.hadoop.fs.Path(folder.resolve("runs/r").resolve(file).toUri());
  }

  private List<Prediction> predictions(String file) throws IOException {
    return PredictionParquet.read(
        new Configuration(), path(file), ClassMap.EMOTIONS.names(), Map.of());
  }

  private Evaluation metrics(String file) throws IOException {
    return FoldMetrics.read(FileSystem.getLocal(new Configuration()), path(file))
        .orElseThrow()
        .evaluation();
  }
}
