package org.logoformer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.logoformer.error.DataException;

class ConfusionMatrixTest {
  @Test
  void uarWeighsClassesAndWarWeighsClips() {
    // Class 0: 3 of 4 right; class 1: 0 of 1.
    ConfusionMatrix matrix = matrix(2, List.of(0, 0, 0, 0, 1), List.of(0, 0, 0, 1, 0));
    assertThat(matrix.counts()).isDeepEqualTo(new long[][] {{3, 1}, {1, 0}});
    assertThat(matrix.recall(0)).isEqualTo(0.75);
    assertThat(matrix.recall(1)).isZero();
    assertThat(matrix.uar()).isEqualTo(0.375);
    assertThat(matrix.war()).isEqualTo(0.6);
    assertThat(matrix.clips()).isEqualTo(5);
    assertThat(matrix.clips(0)).isEqualTo(4);
  }

  @Test
  void aClassWithoutClipsHasNoRecallAndIsLeftOutOfUar() {
    ConfusionMatrix matrix = matrix(3, List.of(0, 0, 2), List.of(0, 1, 2));
    assertThat(matrix.recall(1)).isNaN();
    assertThat(matrix.uar()).isEqualTo(0.75);
  }

  /** scikit-learn's precision_recall_fscore_support of the same counts, zero_division = 0. */
  @Test
  void precisionAndF1AreThoseOfScikitLearn() {
    // Class 2 is never there but predicted twice; class 3 is neither there nor predicted.
    ConfusionMatrix matrix =
        ConfusionMatrix.ofCounts(
            new long[][] {{6, 2, 1, 0}, {3, 9, 1, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}});
    assertThat(matrix.precision(0)).isCloseTo(6 / 9.0, within(1e-12));
    assertThat(matrix.precision(1)).isCloseTo(9 / 11.0, within(1e-12));
    assertThat(matrix.precision(2)).isZero();
    assertThat(matrix.precision(3)).isNaN();
    assertThat(matrix.f1(0)).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(matrix.f1(1)).isCloseTo(0.75, within(1e-12));
    assertThat(matrix.f1(2)).isZero();
    assertThat(matrix.f1(3)).isNaN();
    assertThat(matrix.macroF1()).isCloseTo((2 / 3.0 + 0.75) / 3, within(1e-12));
    assertThat(matrix.uar()).isCloseTo((6 / 9.0 + 9 / 13.0) / 2, within(1e-12));
  }

  @Test
  void withoutClipsThereIsNoScore() {
    ConfusionMatrix matrix = matrix(3, List.of(), List.of());
    assertThat(matrix.uar()).isNaN();
    assertThat(matrix.war()).isNaN();
    assertThat(matrix.clips()).isZero();
  }

  @Property(tries = 200)
  void scoresEqualThoseCountedOneClipAtATime(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 48) Integer> pairs) {
    List<Integer> labels = pairs.stream().map(p -> p / 7).toList();
    List<Integer> predictions = pairs.stream().map(p -> p % 7).toList();
    TreeMap<Integer, int[]> rightAndAll = new TreeMap<>();
    for (int i = 0; i < labels.size(); i++) {
      int[] tally = rightAndAll.computeIfAbsent(labels.get(i), k -> new int[2]);
      tally[0] += labels.get(i).equals(predictions.get(i)) ? 1 : 0;
      tally[1]++;
    }
    double recalls = 0;
    int right = 0;
    for (int[] tally : rightAndAll.values()) {
      recalls += tally[0] / (double) tally[1];
      right += tally[0];
    }
    ConfusionMatrix matrix = matrix(7, labels, predictions);
    assertThat(matrix.uar()).isCloseTo(recalls / rightAndAll.size(), within(1e-12));
    assertThat(matrix.war()).isCloseTo(right / (double) labels.size(), within(1e-12));
  }

  @Test
  void theSumOfTwoIsTheMatrixOfAllClips() {
    ConfusionMatrix all = matrix(2, List.of(0, 1, 1), List.of(1, 1, 0));
    ConfusionMatrix first = matrix(2, List.of(0), List.of(1));
    ConfusionMatrix rest = matrix(2, List.of(1, 1), List.of(1, 0));
    assertThat(first.plus(rest)).isEqualTo(all).hasSameHashCodeAs(all);
    assertThat(first.clips()).isEqualTo(1);
    ConfusionMatrix three = matrix(3, List.of(), List.of());
    assertThatThrownBy(() -> first.plus(three)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsReadBack() {
    ConfusionMatrix matrix = matrix(2, List.of(0, 1, 1), List.of(1, 1, 0));
    assertThat(ConfusionMatrix.ofCounts(matrix.counts())).isEqualTo(matrix);
  }

  @Test
  void whatIsNoClassOrNoCountIsRefused() {
    assertThatThrownBy(() -> matrix(2, List.of(2), List.of(0)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2 is no class");
    assertThatThrownBy(() -> matrix(2, List.of(0), List.of(-1))).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> ConfusionMatrix.ofCounts(new long[][] {{1, 2}, {3}}))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> ConfusionMatrix.ofCounts(new long[][] {{-1}}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("[-1]");
  }

  private static ConfusionMatrix matrix(
      int classes, List<Integer> labels, List<Integer> predictions) {
    return ConfusionMatrix.of(classes, array(labels), array(predictions));
  }

  private static int[] array(List<Integer> values) {
    return Arrays.stream(values.toArray(new Integer[0])).mapToInt(Integer::intValue).toArray();
  }
}
