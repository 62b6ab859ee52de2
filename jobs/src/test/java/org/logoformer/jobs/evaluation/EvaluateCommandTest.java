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
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.jobs.run.RunShards;
import org.logoformer.provenance.Provenance;
import org.logoformer.shard.Shard;

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
    assertThat(predictions("fold-0/features.parquet")).hasSize(12);
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
    Evaluation metrics = metrics("fold-0/metrics.json");
    assertThat(metrics.clips()).isEqualTo(12);
    assertThat(metrics.war()).isCloseTo(right / 12.0, within(1e-12));
    assertThat(folder.resolve("runs/r/metrics.json")).exists();
    assertThat(folder.resolve("runs/r/fold-0/confusion.png")).exists();
    assertThat(folder.resolve("runs/r/fold-0/reliability.png")).exists();
    assertThat(run.out()).containsPattern("(?m)^evaluate fold=0 clips=12 uar=0\\.\\d{4} war=");
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
    assertThat(evaluate().exitCode()).isZero();
    assertThat(folder.resolve("runs/r/metrics.json")).content().contains("\"fold\" : 1");
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

  /** As 'train' leaves its settings and what it trained on. */
  private void trained(String... settings) throws IOException {
    Path run = Files.createDirectories(folder.resolve("runs/r"));
    LogoConfig config =
        LogoConfig.of("model.preset=tiny", "data.shards=" + folder.resolve("shards"))
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
    Path shard = folder.resolve("shards/" + Shard.fileName(1));
    try (RandomAccessFile file = new RandomAccessFile(shard.toFile(), "rw")) {
      file.seek(file.length() / 2);
      int b = file.read();
      file.seek(file.length() / 2);
      file.write(b ^ 4);
    }
    // Hadoop's own checksum file of the local file system would heal nothing, but speak first.
    Files.deleteIfExists(shard.resolveSibling("." + shard.getFileName() + ".crc"));
    CommandLineRun run = evaluate();
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error()).contains("part-00001");
    assertThat(folder.resolve("runs/r/fold-0/predictions.parquet")).doesNotExist();
    assertThat(folder.resolve("runs/r/fold-0/metrics.json")).doesNotExist();
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
    assertThat(run.error()).contains("No checkpoint in", "train the run 'r' first");
    run = evaluate("data.folds=[1,2]", "evaluate.weights=x");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void computesTheMetricsOfPredictionsAgain() throws IOException {
    Path csv = folder.resolve("p.csv");
    Files.writeString(csv, "clip,label,prediction\na,Happy,0\nb,Sad,0\nc,1,1\nd,1,1\n");
    CommandLineRun run =
        CommandLineRun.of(
            new EvaluateCommand(),
            "--predictions",
            csv.toString(),
            "--out",
            folder.resolve("again").toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("evaluate clips=4 uar=0.8333 war=0.7500");
    assertThat(folder.resolve("again/metrics.json")).exists();
    assertThat(folder.resolve("again/confusion.png")).exists();
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
    var store =
        new CheckpointStore(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(folder.resolve("runs/r/fold-" + fold).toUri()),
            Retention.ALL);
    store.write(
        new Checkpoint(
            new CheckpointId(1, 1),
            OptionalDouble.empty(),
            Fixture.read(Fixture.weights()).tensors(),
            Map.of(),
            Map.of(),
            JsonNodeFactory.instance.objectNode()));
  }

  private List<Prediction> predictions(String file) throws IOException {
    return PredictionParquet.read(
        new Configuration(),
        new org.apache.hadoop.fs.Path(folder.resolve("runs/r").resolve(file).toUri()),
        ClassMap.EMOTIONS.names(),
        Map.of());
  }

  private Evaluation metrics(String file) throws IOException {
    org.apache.hadoop.fs.Path path =
        new org.apache.hadoop.fs.Path(folder.resolve("runs/r").resolve(file).toUri());
    return FoldMetrics.read(path.getFileSystem(new Configuration()), path)
        .orElseThrow()
        .evaluation();
  }
}
