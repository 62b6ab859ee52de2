package org.logoformer.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.logoformer.clip.ClassMap;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.metrics.Bootstrap;
import org.logoformer.metrics.Interval;

final class EvaluationTest {
  private static final List<String> CLASSES = ClassMap.EMOTIONS.names();

  @Property(tries = 100)
  void uarAndWarFollowTheirDefinitions(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 48) Integer> pairs) {
    List<Prediction> rows = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      rows.add(new Prediction("c" + i, "", pairs.get(i) / 7, pairs.get(i) % 7, List.of()));
    }
    double recalls = 0;
    int present = 0;
    for (int c = 0; c < 7; c++) {
      int label = c;
      long clips = rows.stream().filter(r -> r.label() == label).count();
      if (clips > 0) {
        long right =
            rows.stream().filter(r -> r.label() == label && r.prediction() == label).count();
        recalls += (double) right / clips;
        present++;
      }
    }
    long right = rows.stream().filter(r -> r.label() == r.prediction()).count();
    Evaluation evaluation = Evaluation.of(rows, CLASSES);
    assertThat(evaluation.uar()).isCloseTo(recalls / present, within(1e-12));
    assertThat(evaluation.war()).isCloseTo((double) right / rows.size(), within(1e-12));
  }

  @Test
  void aClassWithoutClipsHasNoRecallAndIsLeftOutOfUar() {
    Evaluation evaluation = Evaluation.of(List.of(row("a", "", 0, 0), row("b", "", 1, 0)), CLASSES);
    assertThat(evaluation.recall(6)).isNaN();
    assertThat(evaluation.uar()).isEqualTo(0.5);
    String json = new FoldMetrics(Map.of(), evaluation).json().toString();
    assertThat(json)
        .contains("{\"name\":\"Fear\",\"clips\":0,\"recall\":null,\"precision\":null,\"f1\":null}");
  }

  @Test
  void scenesAreCountedApartAndSortedByName() {
    Evaluation evaluation =
        Evaluation.of(
            List.of(row("a", "War", 0, 0), row("b", "Crime", 1, 0), row("c", "War", 1, 0)),
            CLASSES);
    assertThat(evaluation.byScene().keySet()).containsExactly("Crime", "War");
    assertThat(evaluation.byScene().values()).extracting(m -> m.clips()).containsExactly(1L, 2L);
    assertThat(evaluation.byScene().values()).extracting(m -> m.uar()).containsExactly(0.0, 0.5);
    assertThat(evaluation.byScene().values()).extracting(m -> m.war()).containsExactly(0.0, 0.5);
  }

  @Test
  void whatIsWrittenWithIntervalsAndCalibrationIsReadBack() {
    List<Prediction> rows =
        List.of(
            new Prediction("a", "War", 1, 0, 0, List.of(0.6, 0.4, 0.0, 0.0, 0.0, 0.0, 0.0)),
            new Prediction("b", "War", 2, 0, 1, List.of(0.1, 0.9, 0.0, 0.0, 0.0, 0.0, 0.0)),
            new Prediction("c", "", 2, 1, 1, List.of(0.3, 0.7, 0.0, 0.0, 0.0, 0.0, 0.0)));
    Evaluation evaluation = Evaluation.of(rows, CLASSES).resampled(new Bootstrap(100, 7));
    String json = new FoldMetrics(Map.of(), evaluation).json().toString();
    assertThat(FoldMetrics.parse(json, "m.json").evaluation()).isEqualTo(evaluation);
    // Confidences 0.6, 0.9 and 0.7, each alone in its bin: (0.4 + 0.9 + 0.3) / 3.
    assertThat(evaluation.calibration().error()).isCloseTo(1.6 / 3, within(1e-12));
    assertThat(evaluation.byFold().keySet()).containsExactly(1, 2);
    assertThat(evaluation.byFold().get(2).war()).isEqualTo(0.5);
    assertThat(evaluation.sceneIntervals().keySet()).containsExactly("War");
    assertThat(evaluation.foldIntervals().keySet()).containsExactly(1, 2);
  }

  @Test
  void aGroupHasTheIntervalsThatItsClipsAloneHave() {
    List<Prediction> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      rows.add(
          new Prediction(
              "c" + i, i % 3 == 0 ? "War" : "Crime", 1 + i % 2, i % 7, i % 5, List.of()));
    }
    Bootstrap how = new Bootstrap(100, 7);
    Evaluation all = Evaluation.of(rows, CLASSES).resampled(how);
    Evaluation second =
        Evaluation.of(rows.stream().filter(r -> r.fold() == 2).toList(), CLASSES).resampled(how);
    assertThat(all.foldIntervals()).containsEntry(2, second.intervals().orElseThrow());
    assertThat(second.foldIntervals()).as("one fold is all").isEmpty();
    assertThat(all.sceneIntervals().keySet()).containsExactly("Crime", "War");
    assertThat(all.intervals().orElseThrow().recalls()).hasSize(7).doesNotContain(Interval.UNKNOWN);
  }

  @Test
  void figuresWithoutIntervalsOfGroupsAsEarlierVersionsWroteThemAreRead() {
    Evaluation evaluation =
        Evaluation.of(List.of(row("a", "War", 0, 0), row("b", "Crime", 1, 0)), CLASSES)
            .resampled(new Bootstrap(100, 7));
    String json = new FoldMetrics(Map.of(), evaluation).json().toString();
    String former =
        json.replaceAll(",\"recalls\":\\[(\\[[^]]*],?)*]", "")
            .replaceAll(",\"intervals\":\\{\"uar\"[^}]*}", "");
    assertThat(former).contains("\"intervals\":{\"level\"").doesNotContain("recalls");
    Evaluation read = FoldMetrics.parse(former, "m.json").evaluation();
    assertThat(read.intervals().orElseThrow().uar())
        .isEqualTo(evaluation.intervals().orElseThrow().uar());
    assertThat(read.intervals().orElseThrow().recalls()).isEmpty();
    assertThat(read.sceneIntervals()).isEmpty();
  }

  @Test
  void partsCountedTogetherAreTheWhole() {
    List<Prediction> rows =
        List.of(row("a", "War", 0, 0), row("b", "Crime", 1, 0), row("c", "War", 1, 1));
    Bootstrap how = new Bootstrap(100, 7);
    Evaluation whole = Evaluation.of(rows, CLASSES).resampled(how);
    Evaluation parts =
        Evaluation.of(rows.subList(0, 1), CLASSES)
            .resampled(how)
            .plus(Evaluation.of(rows.subList(1, 3), CLASSES).resampled(how));
    assertThat(parts).isEqualTo(whole);
  }

  private static Prediction row(String clip, String scene, int label, int prediction) {
    return new Prediction(clip, scene, label, prediction, List.of());
  }
}
