package org.logoformer.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.clip.ClassMap;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.random.Keyed;
import org.logoformer.shard.ClipRecord;

/** The figures of an evaluation, against plain loops over the rows of its Parquet file. */
class FiguresTest {
  private static final Offset<Double> EXACT = within(1e-12);

  @TempDir java.nio.file.Path folder;

  @Test
  void figuresEqualAnIndependentRecomputationFromTheParquet() throws IOException {
    Path file = new Path(folder.resolve("predictions.parquet").toUri());
    PredictionParquet.write(new Configuration(), file, keyed(), 7);
    CommandLineRun run =
        CommandLineRun.of(
            new EvaluateCommand(),
            "--predictions",
            file.toString(),
            "--out",
            folder.resolve("again").toString(),
            "evaluate.resamples=200");
    assertThat(run.exitCode()).as(run.error()).isZero();
    List<Prediction> rows =
        PredictionParquet.read(new Configuration(), file, ClassMap.EMOTIONS.names(), Map.of());
    JsonNode json = new ObjectMapper().readTree(folder.resolve("again/metrics.json").toFile());
    figures(json, rows);
    for (JsonNode scene : json.path("scenes")) {
      figures(scene, chosen(rows, r -> r.scene().equals(scene.path("name").asText())));
      around(scene);
    }
    for (JsonNode fold : json.path("folds")) {
      figures(fold, chosen(rows, r -> r.fold() == fold.path("fold").asInt()));
      around(fold);
    }
    assertThat(json.path("scenes")).hasSize(3);
    assertThat(json.path("folds")).hasSize(2);
    assertThat(json.at("/calibration/ece").asDouble()).isCloseTo(calibrationError(rows), EXACT);
    assertThat(json.at("/classes/5/recall").isNull()).isTrue();
    assertThat(json.at("/classes/5/f1").asDouble()).isZero();
    around(json);
    double recall = json.at("/classes/0/recall").asDouble();
    assertThat(json.at("/intervals/recalls/0/0").asDouble()).isLessThan(recall);
    assertThat(json.at("/intervals/recalls/0/1").asDouble()).isGreaterThan(recall);
    assertThat(json.at("/intervals/recalls/5/0").isNull()).isTrue();
    assertThat(run.out()).contains("macro F1", "calibration error", "scene", "fold");
  }

  private static void figures(JsonNode json, List<Prediction> rows) {
    double recalls = 0;
    double f1 = 0;
    int present = 0;
    int seen = 0;
    for (int c = 0; c < 7; c++) {
      int label = c;
      double there = chosen(rows, r -> r.label() == label).size();
      double said = chosen(rows, r -> r.prediction() == label).size();
      double right = chosen(rows, r -> r.label() == label && r.prediction() == label).size();
      recalls += there > 0 ? right / there : 0;
      present += there > 0 ? 1 : 0;
      f1 += there + said > 0 ? 2 * right / (there + said) : 0;
      seen += there + said > 0 ? 1 : 0;
    }
    double right = chosen(rows, r -> r.label() == r.prediction()).size();
    assertThat(json.path("clips").asInt()).isEqualTo(rows.size());
    assertThat(json.path("uar").asDouble()).isCloseTo(recalls / present, EXACT);
    assertThat(json.path("war").asDouble()).isCloseTo(right / rows.size(), EXACT);
    assertThat(json.path("macro_f1").asDouble()).isCloseTo(f1 / seen, EXACT);
  }

  private static void around(JsonNode json) {
    for (String figure : List.of("uar", "war")) {
      JsonNode interval = json.path("intervals").path(figure);
      assertThat(interval.path(0).asDouble()).isLessThan(json.path(figure).asDouble());
      assertThat(interval.path(1).asDouble()).isGreaterThan(json.path(figure).asDouble());
    }
  }

  private static double calibrationError(List<Prediction> rows) {
    double error = 0;
    for (int bin = 0; bin < 15; bin++) {
      double low = bin / 15.0;
      double high = (bin + 1) / 15.0;
      List<Prediction> inside = chosen(rows, r -> confidence(r) > low && confidence(r) <= high);
      double sum = inside.stream().mapToDouble(FiguresTest::confidence).sum();
      double right = chosen(inside, r -> r.label() == r.prediction()).size();
      error += Math.abs(right - sum) / rows.size();
    }
    return error;
  }

  private static double confidence(Prediction row) {
    return row.probabilities().get(row.prediction());
  }

  private static List<Prediction> chosen(List<Prediction> rows, Predicate<Prediction> which) {
    return rows.stream().filter(which).toList();
  }

  /** No clip is of class 5, which is predicted all the same. */
  private static List<Prediction> keyed() {
    Keyed keyed = Keyed.of(14);
    List<Prediction> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int label = new int[] {0, 1, 2, 3, 4, 6}[keyed.nextInt(6)];
      double[] logits = IntStream.range(0, 7).mapToDouble(c -> keyed.nextGaussian()).toArray();
      logits[label] += 1;
      String scene = List.of("", "Crime", "School", "War").get(keyed.nextInt(4));
      rows.add(Prediction.of(new ClipRecord("c" + i, label, "", 1 + i % 2, scene, null), logits));
    }
    return rows;
  }
}
