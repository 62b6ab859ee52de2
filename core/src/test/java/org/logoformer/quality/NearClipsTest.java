package org.logoformer.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.logoformer.quality.NearClips.Clip;
import org.logoformer.quality.NearClips.Found;
import org.logoformer.quality.NearClips.Pair;
import org.logoformer.random.Keyed;

class NearClipsTest {
  @Test
  void aClipCutLaterFromTheSameVideoIsFound() {
    long[] video = noise("video", 40);
    Clip early = new Clip(Arrays.copyOfRange(video, 0, 20), 0, 0);
    Clip late = new Clip(flipped(Arrays.copyOfRange(video, 8, 30), 3), 1, 1);
    Clip other = new Clip(noise("other", 20), 2, 1);
    Found found = NearClips.find(List.of(early, other, late), 10);
    assertThat(found.pairs()).containsExactly(new Pair(0, 2, 12 / 20.0, true));
    assertThat(found.crossing()).isEqualTo(1);
    assertThat(found.within()).isZero();
  }

  @Test
  void fourBitsMakeAnotherLook() {
    long[] frames = noise("frames", 10);
    List<Clip> clips = List.of(new Clip(frames, 0, 0), new Clip(flipped(frames, 4), 1, 0));
    assertThat(NearClips.find(clips, 10).pairs()).isEmpty();
  }

  @Test
  void equalClipsAreNoPair() {
    long[] frames = noise("frames", 10);
    Clip clip = new Clip(frames, 7, 0);
    assertThat(NearClips.find(List.of(clip, clip), 10).pairs()).isEmpty();
  }

  @Test
  void pairsAcrossASplitComeFirstAndAllAreCounted() {
    long[] frames = noise("frames", 10);
    List<Clip> clips = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      clips.add(new Clip(flipped(frames, i % 2), i, i == 5 ? 1 : 0));
    }
    Found found = NearClips.find(clips, 3);
    assertThat(found.pairs()).hasSize(3).allMatch(Pair::crosses);
    assertThat(found.crossing()).isEqualTo(5);
    assertThat(found.within()).isEqualTo(10);
  }

  @Test
  void aLookThatEveryoneHasTellsNothing() {
    long title = 0x123456789abcdefL;
    List<Clip> clips =
        IntStream.rangeClosed(0, NearClips.COMMON)
            .mapToObj(i -> new Clip(new long[] {title, Keyed.of(1, i).nextLong()}, i, i % 2))
            .toList();
    Found found = NearClips.find(clips, 10);
    assertThat(found.pairs()).isEmpty();
    assertThat(found.common()).isEqualTo(1);
  }

  @Property(tries = 60)
  void itFindsWhatComparingAllWithAllFinds(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
    Keyed draws = Keyed.of(seed, "clips");
    long[] looks = LongStream.range(0, 6).map(i -> draws.nextLong()).toArray();
    List<Clip> clips = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      long[] frames = new long[draws.nextInt(6)];
      for (int f = 0; f < frames.length; f++) {
        frames[f] = looks[draws.nextInt(looks.length)];
        for (int bit = draws.nextInt(4); bit > 0; bit--) {
          frames[f] ^= 1L << draws.nextInt(64);
        }
      }
      clips.add(new Clip(frames, draws.nextInt(20), draws.nextInt(2)));
    }
    Found found = NearClips.find(clips, 1000);
    assertThat(found.pairs()).containsExactlyInAnyOrderElementsOf(allWithAll(clips));
    assertThat(found.crossing() + found.within()).isEqualTo(found.pairs().size());
  }

  private static List<Pair> allWithAll(List<Clip> clips) {
    List<Pair> pairs = new ArrayList<>();
    for (int a = 0; a < clips.size(); a++) {
      for (int b = 0; b < clips.size(); b++) {
        long[] own = clips.get(a).hashes();
        long[] others = clips.get(b).hashes();
        boolean shorter = own.length < others.length || (own.length == others.length && a < b);
        long alike =
            Arrays.stream(own)
                .filter(
                    h -> Arrays.stream(others).anyMatch(o -> PerceptualHash.distance(h, o) <= 3))
                .count();
        if (shorter
            && clips.get(a).content() != clips.get(b).content()
            && alike > 0
            && 2 * alike >= own.length) {
          boolean crosses = clips.get(a).side() != clips.get(b).side();
          pairs.add(new Pair(a, b, (double) alike / own.length, crosses));
        }
      }
    }
    return pairs;
  }

  private static long[] noise(String name, int frames) {
    Keyed draws = Keyed.of(11, name);
    return LongStream.range(0, frames).map(i -> draws.nextLong()).toArray();
  }

  /** The same with some bits turned over, other ones in each frame. */
  private static long[] flipped(long[] hashes, int bits) {
    long[] flipped = hashes.clone();
    for (int i = 0; i < flipped.length; i++) {
      for (int bit = 0; bit < bits; bit++) {
        flipped[i] ^= 1L << (i + 16 * bit) % 64;
      }
    }
    return flipped;
  }
}
