package org.logoformer.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.logoformer.config.DataConfig.Augment;
import org.logoformer.config.Range;
import org.logoformer.random.Keyed;

class CropTest {
  private static final Augment STANDARD =
      new Augment(new Range(0.08, 1), new Range(0.75, 4 / 3.0), 0.5);

  @Property
  void liesWithinTheFrame(
      @ForAll @IntRange(min = 1, max = 300) int height,
      @ForAll @IntRange(min = 1, max = 300) int width,
      @ForAll long seed) {
    Crop crop = Crop.random(Keyed.of(seed), height, width, STANDARD);

    assertThat(crop.top()).isNotNegative();
    assertThat(crop.left()).isNotNegative();
    assertThat(crop.height()).isPositive();
    assertThat(crop.width()).isPositive();
    assertThat(crop.top() + crop.height()).isLessThanOrEqualTo(height);
    assertThat(crop.left() + crop.width()).isLessThanOrEqualTo(width);
  }

  @Property
  void keepsToAreaAndRatio(@ForAll long seed) {
    Crop crop = Crop.random(Keyed.of(seed), 1000, 1000, STANDARD);

    assertThat(crop.height() * crop.width() / 1e6).isBetween(0.079, 1.0);
    assertThat((double) crop.width() / crop.height()).isBetween(0.74, 1.35);
  }

  @Test
  void areaIsUniform() {
    Augment squares = new Augment(new Range(0.08, 1), new Range(1, 1), 0);
    double sum = 0;
    for (int i = 0; i < 4000; i++) {
      Crop crop = Crop.random(Keyed.of(7, i), 1000, 1000, squares);
      sum += crop.height() * crop.width() / 1e6;
    }

    assertThat(sum / 4000).isCloseTo(0.54, within(0.02));
  }

  @Test
  void isCentralWhereNoRatioFits() {
    Crop crop =
        Crop.random(Keyed.of(1), 10, 1000, new Augment(new Range(1, 1), new Range(1, 1), 0));

    assertThat(crop).isEqualTo(new Crop(0, 495, 10, 10));
  }
}
