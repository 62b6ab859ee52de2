package org.logoformer.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.Fixture;
import org.logoformer.jobs.TinyShards;
import org.logoformer.jobs.TinyShards.Tags;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.shard.Shard;

final class EvaluateCommandTest extends EvaluationFixture {
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
}
