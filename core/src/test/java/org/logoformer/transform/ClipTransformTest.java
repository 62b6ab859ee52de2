package org.logoformer.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.clip.Frames;
import org.logoformer.config.DataConfig.Augment;
import org.logoformer.config.DataConfig.Normalise;
import org.logoformer.config.Range;
import org.logoformer.random.Keyed;

class ClipTransformTest {
  private static final Normalise NONE =
      new Normalise(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
  private static final Range WHOLE = new Range(1, 1);

  @Test
  void testViewIsTheWholeFrameOver255() {
    ClipTransform transform = new ClipTransform(2, augment(0), NONE);
    float[] out = new float[transform.length(1) + 1];

    transform.test(counting(), out, 1);

    assertThat(out).startsWith(0, 0, 1 / 255f, 2 / 255f, 3 / 255f).endsWith(11 / 255f);
  }

  @Test
  void flippingMirrorsColumnsOnly() {
    float[] out = new float[12];

    new ClipTransform(2, augment(1), NONE).train(counting(), Keyed.of(1), out, 0);

    assertThat(out).startsWith(3 / 255f, 4 / 255f, 5 / 255f, 0, 1 / 255f, 2 / 255f, 9 / 255f);
  }

  @Test
  void meanAndStdAreOfTheChannel() {
    Normalise normalise = new Normalise(List.of(0.0, 0.5, 0.0), List.of(1.0, 1.0, 0.25));
    float[] out = new float[12];

    new ClipTransform(2, augment(0), normalise).test(counting(), out, 0);

    assertThat(out).startsWith(0, (float) (1 / 255.0 - 0.5), (float) (2 / 255.0 / 0.25));
  }

  @Test
  void everyFrameOfAClipGetsTheSameView() {
    Frames one = ResizeTest.drawn(40, 30);
    byte[] twice = new byte[one.rgb().length * 2];
    System.arraycopy(one.rgb(), 0, twice, 0, one.rgb().length);
    System.arraycopy(one.rgb(), 0, twice, one.rgb().length, one.rgb().length);
    ClipTransform transform =
        new ClipTransform(8, new Augment(new Range(0.08, 1), new Range(0.75, 1.3), 0.5), NONE);

    for (int seed = 0; seed < 50; seed++) {
      float[] out = new float[transform.length(2)];
      transform.train(new Frames(2, 30, 40, twice), Keyed.of(seed), out, 0);
      assertThat(java.util.Arrays.copyOfRange(out, 192, 384))
          .isEqualTo(java.util.Arrays.copyOf(out, 192));
    }
  }

  @Test
  void halfOfTheClipsAreFlipped() {
    ClipTransform transform = new ClipTransform(2, augment(0.5), NONE);
    int flipped = 0;
    for (int i = 0; i < 1000; i++) {
      float[] out = new float[12];
      transform.train(counting(), Keyed.of(3, i), out, 0);
      flipped += out[0] == 0 ? 0 : 1;
    }

    assertThat(flipped).isBetween(440, 560);
  }

  private static Augment augment(double flip) {
    return new Augment(WHOLE, WHOLE, flip);
  }

  private static Frames counting() {
    return new Frames(1, 2, 2, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  }
}
