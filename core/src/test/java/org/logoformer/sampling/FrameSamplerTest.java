package org.logoformer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.clip.Frames;
import org.logoformer.config.DataConfig.Sampling;
import org.logoformer.config.DataConfig.ShortClip;
import org.logoformer.random.Keyed;

class FrameSamplerTest {
  private static final FrameSampler DS = new FrameSampler(Sampling.DS, ShortClip.EDGE, 16);

  @Test
  void testFramesAreThePublishedOnes() {
    assertThat(DS.test(28).earlier())
        .containsExactly(1, 2, 5, 6, 8, 9, 11, 12, 15, 16, 18, 19, 21, 22, 25, 26);
    assertThat(DS.test(16).earlier())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    assertThat(DS.test(10).earlier())
        .containsExactly(0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 6, 7, 7, 8, 8, 9);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 8, 9})
  void aShortTestClipIsFramesZeroAndOneAsPublished(int n) {
    FrameSampler published = new FrameSampler(Sampling.DS, ShortClip.PUBLISHED, 16);
    int second = Math.min(1, n - 1);

    for (int i = 0; i < 16; i++) {
      assertThat(published.test(n).earlier()[i]).isEqualTo(i % 2 * second);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 16})
  void aShortTestClipIsFrameZeroForSingleFramesAsPublished(int n) {
    FrameSampler published = new FrameSampler(Sampling.DS_16X1, ShortClip.PUBLISHED, 16);

    assertThat(published.test(n).earlier()).containsOnly(0);
  }

  @Test
  void aShortClipRunsToItsEdge() {
    assertThat(DS.test(9).earlier())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 8, 8, 8, 8);
    assertThat(DS.train(3, Keyed.of(1)).earlier()).startsWith(0, 1, 2, 2).endsWith(2);
  }

  @Test
  void aShortClipIsSpreadWithLinspace() {
    FrameSampler linspace = new FrameSampler(Sampling.DS, ShortClip.LINSPACE, 16);

    assertThat(linspace.test(4).earlier())
        .containsExactly(0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3);
  }

  @Test
  void uniformTakesBothEnds() {
    FrameSampler uniform = new FrameSampler(Sampling.UNIFORM, ShortClip.EDGE, 16);

    assertThat(uniform.test(31).earlier())
        .containsExactly(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    assertThat(uniform.train(31, Keyed.of(1)).earlier())
        .containsExactly(uniform.test(31).earlier());
    assertThat(new FrameSampler(Sampling.UNIFORM, ShortClip.EDGE, 1).test(5).earlier())
        .containsExactly(0);
  }

  @Test
  void anOddNumberOfFramesIsSampledOneByOne() {
    FrameSampler odd = new FrameSampler(Sampling.DS, ShortClip.EDGE, 5);

    // tick = 20 / 5: 2, 6, 10, 14, 18
    assertThat(odd.test(20).earlier()).containsExactly(2, 6, 10, 14, 18);
  }

  @Test
  void everyStartOfAStretchIsDrawn() {
    // n = 28: a = 27 div 8 = 3, so that the first segment starts at 0, 1 or 2.
    Set<Integer> starts = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      starts.add(DS.train(28, Keyed.of(i)).earlier()[0]);
    }

    assertThat(starts).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Property
  void trainSegmentsLieInTheirStretches(
      @ForAll @IntRange(min = 9, max = 900) int n, @ForAll long seed) {
    int[] frames = DS.train(n, Keyed.of(seed)).earlier();
    int stretch = (n - 1) / 8;

    for (int i = 0; i < 8; i++) {
      assertThat(frames[2 * i]).isBetween(i * stretch, i * stretch + stretch - 1);
      assertThat(frames[2 * i + 1]).isEqualTo(frames[2 * i] + 1);
    }
  }

  @Property
  void testOffsetsAreThoseOfTheFloatingPointRule(@ForAll @IntRange(min = 10, max = 2000) int n) {
    double tick = (n - 1) / 8.0;
    int[] frames = DS.test(n).earlier();

    for (int i = 0; i < 8; i++) {
      assertThat(frames[2 * i]).isEqualTo((int) (tick / 2 + tick * i));
    }
  }

  @Property
  void indicesAreAlwaysFramesOfTheClipAndAsManyAsAskedFor(
      @ForAll Sampling rule,
      @ForAll ShortClip shortClip,
      @ForAll @IntRange(min = 1, max = 40) int frames,
      @ForAll @IntRange(min = 1, max = 900) int n,
      @ForAll long seed) {
    FrameSampler sampler = new FrameSampler(rule, shortClip, frames);

    for (FrameSample sample : List.of(sampler.test(n), sampler.train(n, Keyed.of(seed)))) {
      assertThat(sample.count()).isEqualTo(frames);
      for (int frame : sample.read()) {
        assertThat(frame).isBetween(0, n - 1);
      }
    }
  }

  @Property
  void theSameKeyPicksTheSameFrames(@ForAll @IntRange(min = 1, max = 99) int n, @ForAll long seed) {
    assertThat(DS.train(n, Keyed.of(seed, "a")).earlier())
        .isEqualTo(DS.train(n, Keyed.of(seed, "a")).earlier());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void timeInterpolationTakesAClipOfAsManyFramesAsItIs(int frames) {
    FrameSample sample = new FrameSampler(Sampling.TI, ShortClip.EDGE, frames).test(frames);
    assertThat(sample.blends()).isFalse();
    assertThat(sample.read()).containsExactly(IntStream.range(0, frames).toArray());
  }

  @Property
  void interpolatedFramesAreEvenlySpacedFromEndToEnd(
      @ForAll @IntRange(min = 2, max = 40) int frames,
      @ForAll @IntRange(min = 1, max = 900) int n) {
    FrameSample sample =
        new FrameSampler(Sampling.TI, ShortClip.EDGE, frames).train(n, Keyed.of(1));
    for (int i = 0; i < frames; i++) {
      double time = sample.earlier()[i] + (double) sample.part()[i] / sample.unit();
      assertThat(time).isCloseTo(i * (n - 1) / (frames - 1.0), within(1e-9));
      assertThat(sample.part()[i]).isBetween(0, sample.unit() - 1);
    }
  }

  @Test
  void aFrameBetweenTwoIsBlendedOfThemHalvesRoundedUp() {
    // 4 frames at times 0, 1/3, 2/3 and 1 of two.
    FrameSample sample = new FrameSampler(Sampling.TI, ShortClip.EDGE, 4).test(2);
    Frames clip = new Frames(2, 1, 1, new byte[] {0, 10, (byte) 255, 3, 11, (byte) 200});
    assertThat(sample.read()).containsExactly(0, 0, 0, 1, 0, 1, 1, 1);
    Frames made = sample.of(at(clip, sample.read()));
    byte[] expected = {0, 10, (byte) 255, 1, 10, (byte) 237, 2, 11, (byte) 218, 3, 11, (byte) 200};
    assertThat(made.rgb()).containsExactly(expected);
    FrameSample half = new FrameSampler(Sampling.TI, ShortClip.EDGE, 3).test(2);
    assertThat(half.of(at(clip, half.read())).rgb()).startsWith(0, 10, 255, 2, 11, 228);
    assertThat(half.blended(1, at(clip, 0), at(clip, 1)).rgb())
        .containsExactly((byte) 2, (byte) 11, (byte) 228);
  }

  @Test
  void shuffledFramesAreTheBlendedOnes() {
    FrameSample sample = new FrameSampler(Sampling.TI, ShortClip.EDGE, 4).test(2);
    FrameSample shuffled = sample.permuted(new int[] {2, 0, 3, 1});
    assertThat(shuffled.earlier()).containsExactly(0, 0, 1, 0);
    assertThat(shuffled.part()).containsExactly(2, 0, 0, 1);
    assertThat(shuffled.needs(0, 0) && shuffled.needs(0, 1)).isTrue();
    assertThat(shuffled.needs(1, 1) || shuffled.needs(2, 0)).isFalse();
  }

  /** Frames of a clip of one pixel, as a reader gives them. */
  private static Frames at(Frames clip, int... indices) {
    byte[] rgb = new byte[3 * indices.length];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(clip.rgb(), 3 * indices[i], rgb, 3 * i, 3);
    }
    return new Frames(indices.length, 1, 1, rgb);
  }

  @Test
  void aClipWithoutFramesIsRefused() {
    assertThatThrownBy(() -> DS.test(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
