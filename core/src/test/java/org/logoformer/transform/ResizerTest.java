package org.logoformer.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageDecoder;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.clip.Images;
import org.logoformer.clip.Picture;

/** Against the two passes written out sample by sample. */
class ResizerTest {
  private final Resizer used = new Resizer(Resize.ANTIALIAS);

  @Property(tries = 150)
  void anyPartOfAFrameInAnySizeIsThatOfTheTwoPasses(
      @ForAll @IntRange(min = 1, max = 70) int height,
      @ForAll @IntRange(min = 1, max = 70) int width,
      @ForAll @IntRange(max = 5) int top,
      @ForAll @IntRange(max = 5) int left,
      @ForAll @IntRange(min = 1, max = 40) int toHeight,
      @ForAll @IntRange(min = 1, max = 40) int toWidth,
      @ForAll Resize rule) {
    Frames frame = ResizeTest.drawn(left + width + 2, top + height + 1);
    Crop crop = new Crop(top, left, height, width);
    byte[] out = new byte[7 + toHeight * toWidth * 3];

    new Resizer(rule).apply(frame, 0, crop, toHeight, toWidth, out, 7);

    assertThat(Arrays.copyOfRange(out, 7, out.length))
        .isEqualTo(twoPasses(frame, crop, toHeight, toWidth, rule));
  }

  @Property(tries = 60)
  void picturesAreResizedAsFramesWhateverCameBefore(
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 30) int to)
      throws ImageRefusedException {
    Picture picture = new Picture();
    new ImageDecoder(10_000).decode(Images.rgb("png", width, height), picture);
    byte[] out = new byte[to * to * 3];

    used.apply(picture, to, to, out, 0);

    assertThat(out).isEqualTo(Resize.ANTIALIAS.apply(picture.frames(), to, to).rgb());
  }

  @Test
  void outputsOfThreeAndOfFourInputsAreThoseOfTheTwoPasses() {
    // 7 to 4, as from 224 to 128: three of four outputs have three inputs that weigh something.
    Frames frame = ResizeTest.drawn(56, 70);
    byte[] out = new byte[40 * 32 * 3];

    used.apply(frame, 0, new Crop(0, 0, 70, 56), 40, 32, out, 0);

    assertThat(out).isEqualTo(twoPasses(frame, new Crop(0, 0, 70, 56), 40, 32, Resize.ANTIALIAS));
  }

  @Test
  void whiteStaysWhiteThoughRoundedWeightsAddUpToMore() {
    for (int from : new int[] {4096, 12_288, 20_011}) {
      byte[] white = new byte[from * 3];
      Arrays.fill(white, (byte) 255);
      for (int to : new int[] {1, 3, 7}) {
        assertThat(Resize.ANTIALIAS.apply(new Frames(1, 1, from, white), 1, to).rgb())
            .containsOnly(255);
        assertThat(Resize.ANTIALIAS.apply(new Frames(1, from, 1, white), to, 1).rgb())
            .containsOnly(255);
      }
    }
  }

  private static byte[] twoPasses(Frames frame, Crop crop, int height, int width, Resize rule) {
    int[][][] narrow = new int[crop.height()][width][3];
    for (int y = 0; y < crop.height(); y++) {
      for (int c = 0; c < 3; c++) {
        int[] line = new int[crop.width()];
        for (int x = 0; x < line.length; x++) {
          int at = ((crop.top() + y) * frame.width() + crop.left() + x) * 3 + c;
          line[x] = frame.rgb()[at] & 0xff;
        }
        for (int i = 0; i < width; i++) {
          narrow[y][i][c] = filtered(line, width, i, rule);
        }
      }
    }
    byte[] out = new byte[height * width * 3];
    for (int x = 0; x < width; x++) {
      for (int c = 0; c < 3; c++) {
        int[] line = new int[crop.height()];
        for (int y = 0; y < line.length; y++) {
          line[y] = narrow[y][x][c];
        }
        for (int j = 0; j < height; j++) {
          out[(j * width + x) * 3 + c] = (byte) filtered(line, height, j, rule);
        }
      }
    }
    return out;
  }

  /** Output {@code i} of {@code to}, in 22 fraction bits. */
  private static int filtered(int[] line, int to, int i, Resize rule) {
    double factor = (double) line.length / to;
    double reach = rule == Resize.ANTIALIAS ? Math.max(1, factor) : 1;
    double centre = (i + 0.5) * factor;
    double[] weights = new double[line.length];
    for (int k = 0; k < line.length; k++) {
      weights[k] = Math.max(0, 1 - Math.abs((k - centre + 0.5) * (1 / reach)));
    }
    double all = Arrays.stream(weights).sum();
    long sum = 1 << 21;
    for (int k = 0; k < line.length; k++) {
      long weight = (long) (0.5 + weights[k] / all * (1 << 22));
      sum += weight * line[k];
    }
    return (int) Math.min(255, sum >> 22);
  }
}
