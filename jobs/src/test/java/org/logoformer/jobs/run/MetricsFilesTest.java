package org.logoformer.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.jobs.network.Prediction;

class MetricsFilesTest {
  private static final Configuration HADOOP = new Configuration();
  private static final List<String> CLASSES = List.of("Happy", "Sad");

  @TempDir java.nio.file.Path folder;
  private FileSystem files;
  private RunFolder run;

  @BeforeEach
  void open() throws IOException {
    files = FileSystem.getLocal(HADOOP);
    run = new RunFolder(new Path(folder.toUri()));
  }

  @Test
  void whatIsWrittenOfAFoldIsRead() throws IOException {
    FoldMetrics metrics =
        FoldMetrics.of(evaluation(1, 0), 3, new CheckpointId(2, 24), LogoConfig.of().data());
    metrics.write(HADOOP, run.fold(3).metrics());
    FoldMetrics read = FoldMetrics.read(files, run.fold(3).metrics()).orElseThrow();
    assertThat(read.facts())
        .isEqualTo(metrics.facts())
        .containsEntry("fold", "3")
        .containsEntry("epoch", "2")
        .containsEntry("weights", "epoch-002-round-0024")
        .containsEntry("frames", "temporal")
        .containsEntry("sampling", "ds");
    assertThat(read.json()).isEqualTo(metrics.json());
    assertThat(read.evaluation().byScene()).isEqualTo(metrics.evaluation().byScene());
  }

  @Test
  void aTestOfAnotherCheckpointLeavesNothingOfTheOneBefore() throws IOException {
    FoldFolder fold = run.fold(0);
    FoldMetrics first =
        FoldMetrics.of(evaluation(1, 0), 0, new CheckpointId(1, 12), LogoConfig.of().data());
    first.replace(HADOOP, fold);
    for (Path file : fold.evaluated()) {
      RunFolder.write(HADOOP, file, "of the first epoch");
    }
    first.replace(HADOOP, fold);
    assertThat(fold.evaluated()).hasSize(5).allMatch(this::isThere);
    FoldMetrics.of(evaluation(1, 0), 0, new CheckpointId(2, 24), LogoConfig.of().data())
        .replace(HADOOP, fold);
    assertThat(fold.evaluated()).noneMatch(this::isThere);
    assertThat(FoldMetrics.read(files, fold.metrics()).orElseThrow().facts())
        .containsEntry("epoch", "2");
  }

  private boolean isThere(Path file) {
    return Files.exists(java.nio.file.Path.of(file.toUri()));
  }

  @Test
  void clipsThatWereInterpolatedAreToldAsAnApproximation() {
    LogoConfig ti = LogoConfig.of("data.sampling=ti");
    FoldMetrics metrics = FoldMetrics.of(evaluation(1, 0), 0, "weights", ti.data());
    int[] clips = {16, 17, 8};
    assertThat(metrics.interpolated(clips, ti).facts())
        .containsEntry("sampling", "ti")
        .containsEntry("interpolation", "2 of 3 clips linearly in time, an approximation");
    assertThat(metrics.interpolated(new int[] {16}, ti)).isEqualTo(metrics);
    LogoConfig ds = LogoConfig.of();
    FoldMetrics sampled = FoldMetrics.of(evaluation(1, 0), 0, "weights", ds.data());
    assertThat(sampled.interpolated(clips, ds)).isEqualTo(sampled);
  }

  @Test
  void whatIsWrittenOfARunIsRead() throws IOException {
    RunMetrics metrics =
        RunMetrics.of(Map.of(1, evaluation(1, 0), 2, evaluation(0, 0)), OptionalInt.of(5))
            .under(Map.of("data.shuffle-frames", "true"));
    metrics.write(HADOOP, run.metrics());
    assertThat(RunMetrics.read(files, run.metrics())).contains(metrics);
  }

  @Test
  void aRunOfOneFoldHasNoDeviation() throws IOException {
    RunMetrics.of(Map.of(0, evaluation(1, 1)), OptionalInt.empty()).write(HADOOP, run.metrics());
    assertThat(Files.readString(folder.resolve("metrics.json")))
        .contains("\"uar_deviation\" : null")
        .doesNotContain("epochs", "settings");
  }

  @Test
  void aFileThatIsNotThereIsNoMetrics() throws IOException {
    assertThat(RunMetrics.read(files, run.metrics())).isEmpty();
    assertThat(FoldMetrics.read(files, run.fold(0).metrics())).isEmpty();
  }

  @Test
  void whatTrainWroteBeforeTheSchemaWasOneIsRead() throws Exception {
    RunFolder former = former();
    FoldMetrics fold = FoldMetrics.read(files, former.fold(0).metrics()).orElseThrow();
    assertThat(fold.facts()).containsExactly(Map.entry("epoch", "3"));
    RunMetrics means = RunMetrics.read(files, former.metrics()).orElseThrow();
    assertThat(means.epochs()).hasValue(3);
    assertThat(means.folds())
        .containsExactly(
            new RunMetrics.FoldResult(
                0, fold.evaluation().clips(), fold.evaluation().uar(), fold.evaluation().war()));
    assertThat(means.uar()).isEqualTo(new Spread(fold.evaluation().uar(), Double.NaN));
  }

  @Test
  void whatEvaluateWroteBeforeTheSchemaWasOneIsRead() throws Exception {
    RunFolder former = former().evaluation("w64");
    FoldMetrics fold = FoldMetrics.read(files, former.fold(0).metrics()).orElseThrow();
    assertThat(fold.facts().keySet())
        .containsExactly("run", "fold", "weights", "shards", "frames", "short_clip");
    assertThat(fold.evaluation().recall(0)).isEqualTo(1.0);
    RunMetrics means = RunMetrics.read(files, former.metrics()).orElseThrow();
    assertThat(means.epochs()).isEmpty();
    assertThat(means.settings()).containsOnlyKeys("evaluate.weights");
    assertThat(means.uar().mean()).isEqualTo(fold.evaluation().uar());
  }

  @Test
  void meansWithoutFoldsAsTheFirstVersionsWroteThemAreRead() throws IOException {
    Files.writeString(folder.resolve("metrics.json"), "{\"uar\":0.9,\"war\":0.8,\"epochs\":3}");
    RunMetrics read = RunMetrics.read(files, run.metrics()).orElseThrow();
    assertThat(read.uar()).isEqualTo(new Spread(0.9, Double.NaN));
    assertThat(read.folds()).isEmpty();
  }

  @Test
  void deviationsThatAnEarlierVersionDidNotWriteFollowFromTheFolds() throws IOException {
    Files.writeString(
        folder.resolve("metrics.json"),
        "{\"uar\":0.5,\"war\":0.5,\"folds\":[{\"fold\":1,\"uar\":0.4,\"war\":0.5},"
            + "{\"fold\":2,\"uar\":0.6,\"war\":0.5}]}");
    RunMetrics read = RunMetrics.read(files, run.metrics()).orElseThrow();
    assertThat(read.uar()).isEqualTo(Spread.of(List.of(0.4, 0.6)));
    assertThat(read.war().deviation()).isZero();
  }

  @Test
  void jsonOfSomethingElseIsRefused() {
    assertThatThrownBy(() -> FoldMetrics.parse("{}", "m.json"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("m.json holds no classes");
    assertThatThrownBy(
            () ->
                FoldMetrics.parse(
                    "{\"classes\":[{\"name\":\"a\"}],\"confusion\":[[1,2]]}", "m.json"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("not 1 x 1 counts");
    assertThatThrownBy(() -> FoldMetrics.parse("nonsense", "m.json"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("m.json is not JSON");
  }

  @Test
  void foldsAreFoundByNumberAndNothingElseIsOne() throws IOException {
    for (String name : List.of("fold-10", "fold-2", "fold-x", "ckpt")) {
      Files.createDirectory(folder.resolve(name));
    }
    Files.createFile(folder.resolve("fold-3"));
    assertThat(run.folds(files)).extracting(FoldFolder::name).containsExactly("fold-2", "fold-10");
    assertThat(run.evaluation("none").folds(files)).isEmpty();
  }

  /** A run as the last version with two writers of each file left it. */
  private static RunFolder former() throws URISyntaxException {
    URI place = MetricsFilesTest.class.getResource("/runs/version-1").toURI();
    return new RunFolder(new Path(place));
  }

  private static Evaluation evaluation(int first, int second) {
    return Evaluation.of(
        List.of(
            new Prediction("a", "War", 0, 1 - first, List.of()),
            new Prediction("b", "", 1, second, List.of())),
        CLASSES);
  }
}
