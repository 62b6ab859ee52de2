package org.logoformer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.logoformer.random.Keyed;

class CalibrationTest {
  @Test
  void theErrorIsTheDistanceOfConfidenceAndAccuracyInEachBinWeighedByClips() {
    // Bins of 1/15: 0.95 and 0.97 lie in the last, 0.5 in (7/15, 8/15], 0.4 = 6/15 in (5/15, 6/15].
    Calibration calibration =
        Calibration.of(
            new double[] {0.97, 0.5, 0.95, 0.4}, new boolean[] {true, false, false, true});
    assertThat(calibration.bins().get(14)).isEqualTo(new Calibration.Bin(2, 1, 0.96));
    assertThat(calibration.bins().get(7)).isEqualTo(new Calibration.Bin(1, 0, 0.5));
    assertThat(calibration.bins().get(5)).isEqualTo(new Calibration.Bin(1, 1, 0.4));
    // (2 |0.5 - 0.96| + 1 |0 - 0.5| + 1 |1 - 0.4|) / 4
    assertThat(calibration.error()).isCloseTo(0.505, within(1e-12));
    assertThat(calibration.clips()).isEqualTo(4);
  }

  @Test
  void certaintyBelongsToTheLastBinAndNothingToNone() {
    Calibration sure = Calibration.of(new double[] {1.0, 0.0}, new boolean[] {true, false});
    assertThat(sure.bins().get(14).clips()).isEqualTo(1);
    assertThat(sure.bins().get(0).clips()).isEqualTo(1);
    assertThat(sure.error()).isZero();
    assertThat(Calibration.UNKNOWN.error()).isNaN();
    assertThat(Calibration.UNKNOWN.plus(sure)).isEqualTo(sure);
  }

  @Property(tries = 50)
  void orderDoesNotMatterAndPartsAddUp(@ForAll long seed) {
    Keyed keyed = Keyed.of(seed);
    double[] confidences = IntStream.range(0, 60).mapToDouble(i -> keyed.nextDouble()).toArray();
    boolean[] right = new boolean[60];
    for (int i = 0; i < 60; i++) {
      right[i] = keyed.nextInt(2) == 1;
    }
    int[] order = keyed.permutation(60);
    double[] shuffled = Arrays.stream(order).mapToDouble(i -> confidences[i]).toArray();
    boolean[] answers = new boolean[60];
    for (int i = 0; i < 60; i++) {
      answers[i] = right[order[i]];
    }
    Calibration all = Calibration.of(confidences, right);
    assertThat(Calibration.of(shuffled, answers)).isEqualTo(all);
    Calibration halves =
        Calibration.of(Arrays.copyOf(confidences, 25), Arrays.copyOf(right, 25))
            .plus(
                Calibration.of(
                    Arrays.copyOfRange(confidences, 25, 60), Arrays.copyOfRange(right, 25, 60)));
    assertThat(halves.error()).isCloseTo(all.error(), within(1e-12));
    assertThat(halves.clips()).isEqualTo(60);
  }
}
