package org.logoformer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.DataConfig.Sampling;
import org.logoformer.config.DataConfig.ShortClip;
import org.logoformer.random.Keyed;

class FrameSamplerTest {
  private static final FrameSampler DS = new FrameSampler(Sampling.DS, ShortClip.EDGE, 16);

  @Test
  void testFramesAreThePublishedOnes() {
    assertThat(DS.test(28))
        .containsExactly(1, 2, 5, 6, 8, 9, 11, 12, 15, 16, 18, 19, 21, 22, 25, 26);
    assertThat(DS.test(16)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    assertThat(DS.test(10)).containsExactly(0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 6, 7, 7, 8, 8, 9);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 8, 9})
  void aShortTestClipIsFramesZeroAndOneAsPublished(int n) {
    FrameSampler published = new FrameSampler(Sampling.DS, ShortClip.PUBLISHED, 16);
    int second = Math.min(1, n - 1);

    for (int i = 0; i < 16; i++) {
      assertThat(published.test(n)[i]).isEqualTo(i % 2 * second);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 16})
  void aShortTestClipIsFrameZeroForSingleFramesAsPublished(int n) {
    FrameSampler published = new FrameSampler(Sampling.DS_16X1, ShortClip.PUBLISHED, 16);

    assertThat(published.test(n)).containsOnly(0);
  }

  @Test
  void aShortClipRunsToItsEdge() {
    assertThat(DS.test(9)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 8, 8, 8, 8);
    assertThat(DS.train(3, Keyed.of(1))).startsWith(0, 1, 2, 2).endsWith(2);
  }

  @Test
  void aShortClipIsSpreadWithLinspace() {
    FrameSampler linspace = new FrameSampler(Sampling.DS, ShortClip.LINSPACE, 16);

    assertThat(linspace.test(4)).containsExactly(0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3);
  }

  @Test
  void uniformTakesBothEnds() {
    FrameSampler uniform = new FrameSampler(Sampling.UNIFORM, ShortClip.EDGE, 16);

    assertThat(uniform.test(31))
        .containsExactly(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    assertThat(uniform.train(31, Keyed.of(1))).containsExactly(uniform.test(31));
    assertThat(new FrameSampler(Sampling.UNIFORM, ShortClip.EDGE, 1).test(5)).containsExactly(0);
  }

  @Test
  void anOddNumberOfFramesIsSampledOneByOne() {
    FrameSampler odd = new FrameSampler(Sampling.DS, ShortClip.EDGE, 5);

    // tick = 20 / 5: 2, 6, 10, 14, 18
    assertThat(odd.test(20)).containsExactly(2, 6, 10, 14, 18);
  }

  @Test
  void everyStartOfAStretchIsDrawn() {
    // n = 28: a = 27 div 8 = 3, so that the first segment starts at 0, 1 or 2.
    Set<Integer> starts = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      starts.add(DS.train(28, Keyed.of(i))[0]);
    }

    assertThat(starts).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Property
  void trainSegmentsLieInTheirStretches(
      @ForAll @IntRange(min = 9, max = 900) int n, @ForAll long seed) {
    int[] frames = DS.train(n, Keyed.of(seed));
    int stretch = (n - 1) / 8;

    for (int i = 0; i < 8; i++) {
      assertThat(frames[2 * i]).isBetween(i * stretch, i * stretch + stretch - 1);
      assertThat(frames[2 * i + 1]).isEqualTo(frames[2 * i] + 1);
    }
  }

  @Property
  void testOffsetsAreThoseOfTheFloatingPointRule(@ForAll @IntRange(min = 10, max = 2000) int n) {
    double tick = (n - 1) / 8.0;
    int[] frames = DS.test(n);

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

    for (int[] picked : new int[][] {sampler.test(n), sampler.train(n, Keyed.of(seed))}) {
      assertThat(picked).hasSize(frames);
      for (int frame : picked) {
        assertThat(frame).isBetween(0, n - 1);
      }
    }
  }

  @Property
  void theSameKeyPicksTheSameFrames(@ForAll @IntRange(min = 1, max = 99) int n, @ForAll long seed) {
    assertThat(DS.train(n, Keyed.of(seed, "a"))).isEqualTo(DS.train(n, Keyed.of(seed, "a")));
  }

  @Test
  void aClipWithoutFramesIsRefused() {
    assertThatThrownBy(() -> DS.test(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
