package org.logoformer.jobs.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.checkpoint.Checkpoint;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.checkpoint.Retention;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.clip.ClassMap;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.Fixture;
import org.logoformer.jobs.TinyShards;
import org.logoformer.jobs.evaluation.EvaluateCommand;

class SparkPredictionTest {
  @TempDir Path folder;

  @Test
  void partsThatAreThereAreNotMadeAgainAndNoClipIsThereTwice() throws IOException {
    // 20 clips in parts of 16.
    TinyShards.write(folder.resolve("shards"), 5, TinyShards.Tags.SPLIT);
    run("last", 0.0f);
    CommandLineRun first = predict("--checkpoint", "last", "data.shards=" + shards());
    assertThat(first.exitCode()).as(first.error()).isZero();
    assertThat(first.out()).contains("predict clips=20 parts-before=0");
    Path out = folder.resolve("out.parquet");
    assertThat(out.resolve("_SUCCESS")).exists();
    assertThat(rows(out))
        .extracting(r -> r.getString("clip", 0))
        .hasSize(20)
        .doesNotHaveDuplicates();
    assertThat(probabilities(out)).isEqualTo(probabilities(evaluated()));
    byte[] second = Files.readAllBytes(out.resolve("part-00001.parquet"));
    Files.delete(out.resolve("part-00001.parquet"));
    Files.delete(out.resolve("_SUCCESS"));
    var untouched = Files.getLastModifiedTime(out.resolve("part-00000.parquet"));
    CommandLineRun again = predict("--checkpoint", "last", "data.shards=" + shards());
    assertThat(again.out()).contains("predict clips=20 parts-before=1");
    assertThat(out.resolve("part-00001.parquet")).hasBinaryContent(second);
    assertThat(Files.getLastModifiedTime(out.resolve("part-00000.parquet"))).isEqualTo(untouched);
    assertThat(out.toFile().list())
        .containsExactlyInAnyOrder(
            "_SUCCESS", "_plan.json", "part-00000.parquet", "part-00001.parquet");
    CommandLineRun scored =
        CommandLineRun.of(
            new EvaluateCommand(),
            "--predictions",
            out.toString(),
            "model.preset=tiny",
            "data.shards=" + shards());
    assertThat(scored.exitCode()).as(scored.error()).isZero();
    assertThat(scored.out()).contains("evaluate clips=20 uar=");
    CommandLineRun other =
        predict("--checkpoint", "last", "data.shards=" + shards(), "data.short-clip=linspace");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.error()).contains("holds a prediction of other clips");
  }

  @Test
  void aSetWithoutLabelsIsPredictedAndNothingElse() throws IOException {
    TinyShards.write(folder.resolve("shards"), 5, TinyShards.Tags.UNLABELLED);
    run("last", 0.0f);
    CommandLineRun predicted = predict("--checkpoint", "last", "data.shards=" + shards());
    assertThat(predicted.exitCode()).as(predicted.error()).isZero();
    Path out = folder.resolve("out.parquet");
    List<Group> rows = rows(out);
    assertThat(rows).extracting(r -> r.getString("clip", 0)).hasSize(20).doesNotHaveDuplicates();
    assertThat(rows)
        .extracting(r -> r.getString("class", 0))
        .doesNotContain("unlabelled")
        .allMatch(ClassMap.EMOTIONS.names()::contains);
    Files.delete(out.resolve("part-00001.parquet"));
    CommandLineRun again = predict("--checkpoint", "last", "data.shards=" + shards());
    assertThat(again.out()).contains("predict clips=20 parts-before=1");

    String set = "data.shards=" + shards();
    String runs = "run.dir=" + folder.resolve("runs");
    for (List<String> wrong :
        List.of(
            List.of("train", "run.name=new"),
            List.of("evaluate", "run.name=r"),
            List.of("sweep", "run.name=s", "sweep.grid=[\"optimiser.lr = 0.1, 0.2\"]"),
            List.of("evaluate", "--predictions", out.toString()))) {
      List<String> words = new ArrayList<>(wrong);
      words.addAll(List.of(set, runs, "model.preset=tiny"));
      CommandLineRun refused = CommandLineRun.logo(words.toArray(String[]::new));
      assertThat(refused.exitCode()).as("%s: %s", wrong, refused.error()).isEqualTo(3);
      assertThat(refused.error()).contains("has no labels", "'logo predict' reads it");
    }
  }

  @Test
  void theBestCheckpointOfARunNamesTheClassesAndGivesItsFeatures() throws IOException {
    run("best", 0.25f);
    Fixture.writeClips(folder.resolve("clips"));
    CommandLineRun run = predict("--clips", folder.resolve("clips").toString(), "--features");
    assertThat(run.exitCode()).as(run.error()).isZero();
    double[] expected = Fixture.expected("eval.logits").doubles();
    Map<String, SafeTensor> tensors = Fixture.read(Fixture.weights()).tensors();
    double[] weights = tensors.get("head.weight").doubles();
    double[] biases = tensors.get("head.bias").doubles();
    List<Group> rows = rows(folder.resolve("out.parquet"));
    assertThat(rows).extracting(r -> r.getString("clip", 0)).startsWith("clip-0", "clip-1");
    for (int clip = 0; clip < 4; clip++) {
      Group row = rows.get(clip);
      Group list = row.getGroup("features", 0);
      int size = list.getFieldRepetitionCount(0);
      double[] exp = new double[7];
      for (int c = 0; c < 7; c++) {
        double logit = biases[c];
        for (int k = 0; k < size; k++) {
          logit += weights[c * size + k] * list.getGroup(0, k).getFloat(0, 0);
        }
        assertThat(logit).isCloseTo(expected[7 * clip + c], within(1e-3));
        exp[c] = Math.exp(expected[7 * clip + c] + (c == 1 ? 0.25 : 0));
      }
      double sum = Arrays.stream(exp).sum();
      for (int c = 0; c < 7; c++) {
        assertThat(row.getDouble("p_" + c, 0)).isCloseTo(exp[c] / sum, within(1e-4));
      }
      int prediction = row.getInteger("prediction", 0);
      assertThat(row.getString("class", 0))
          .isEqualTo(
              List.of("Happy", "Sad", "Neutral", "Angry", "Surprise", "Disgust", "Fear")
                  .get(prediction));
    }
  }

  @Test
  void whatCannotBeIsRefusedBeforeSparkStarts() {
    String clips = folder.resolve("clips").toString();
    for (List<String> wrong :
        List.of(
            List.of("--clips", clips, "--out", "x.csv"),
            List.of("--run", "a", "--weights", "b", "--clips", clips, "--out", "x.csv"),
            List.of("--run", "a", "--out", "x.csv"),
            List.of("--run", "a", "--out", "x.parquet"),
            List.of("--run", "a", "--clips", clips, "--features", "--out", "x.csv"))) {
      CommandLineRun run = CommandLineRun.of(new PredictCommand(), wrong.toArray(String[]::new));
      assertThat(run.exitCode()).as("%s", wrong).isEqualTo(2);
    }
  }

  /** What 'evaluate' says of the same clips. */
  private Path evaluated() {
    CommandLineRun evaluated =
        CommandLineRun.of(
            new EvaluateCommand(),
            "run.name=r",
            "run.dir=" + folder.resolve("runs"),
            "data.shards=" + shards(),
            "model.preset=tiny",
            "evaluate.batch=1",
            "spark.master=\"local[2]\"",
            "spark.conf.\"spark.ui.enabled\"=\"false\"");
    assertThat(evaluated.exitCode()).as(evaluated.error()).isZero();
    return folder.resolve("runs/r/fold-0/predictions.parquet");
  }

  /** Of each clip the class and the probabilities, with all their digits. */
  private static Map<String, String> probabilities(Path table) throws IOException {
    Map<String, String> said = new TreeMap<>();
    for (Group row : rows(table)) {
      StringBuilder text = new StringBuilder().append(row.getInteger("prediction", 0));
      for (int c = 0; c < 7; c++) {
        text.append(' ').append(row.getDouble("p_" + c, 0));
      }
      said.put(row.getString("clip", 0), text.toString());
    }
    return said;
  }

  private String shards() {
    return folder.resolve("shards").toString();
  }

  private CommandLineRun predict(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--run",
                folder.resolve("runs/r").toString(),
                "--out",
                folder.resolve("out.parquet").toString(),
                "evaluate.batch=1",
                "spark.master=\"local[2]\"",
                "spark.conf.\"spark.ui.enabled\"=\"false\""));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(new PredictCommand(), arguments.toArray(String[]::new));
  }

  /** A run whose best checkpoint, or last, has more of a bias for the class Sad. */
  private void run(String which, float bias) throws IOException {
    var store =
        new CheckpointStore(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(folder.resolve("runs/r/fold-0").toUri()),
            Retention.ALL);
    for (int epoch : List.of(1, 2)) {
      boolean chosen = which.equals("best") == (epoch == 1);
      Map<String, SafeTensor> tensors = new TreeMap<>(Fixture.read(Fixture.weights()).tensors());
      float[] biases = tensors.get("head.bias").floats();
      biases[1] += chosen ? bias : 9;
      tensors.put("head.bias", SafeTensor.of(biases, 7));
      store.write(
          new Checkpoint(
              new CheckpointId(epoch, epoch),
              OptionalDouble.of(1.0 / epoch),
              tensors,
              Map.of(),
              Map.of(),
              JsonNodeFactory.instance
                  .objectNode()
                  .put("config", LogoConfig.of("model.preset=tiny").render())));
    }
  }

  static List<Group> rows(Path file) throws IOException {
    List<Group> rows = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
            .build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(row);
      }
    }
    return rows;
  }
}
