package org.logoformer.quality;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.logoformer.clip.Frames;
import org.logoformer.transform.Resize;

class PerceptualHashTest {
  @Test
  void aPictureOfOneToneHasTheHashZero() {
    assertThat(PerceptualHash.of(new double[1024])).isZero();
  }

  @Property(tries = 100)
  void halfOfTheBitsAreSet(@ForAll @IntRange(min = 0, max = 100_000) int seed) {
    assertThat(Long.bitCount(hash(Textures.of(seed, 0, 1, 48, 1)))).isEqualTo(32);
  }

  @Property(tries = 100)
  void sizeAndLightChangeFewBits(@ForAll @IntRange(min = 0, max = 100_000) int seed) {
    Frames picture = Textures.of(seed, 0, 1, 96, 1);
    long hash = hash(picture);
    long smaller = hash(Resize.ANTIALIAS.apply(picture, 61, 61));
    assertThat(PerceptualHash.distance(hash, smaller)).isLessThanOrEqualTo(6);
    long darker = hash(Textures.of(seed, 0, 1, 96, 0.6));
    assertThat(PerceptualHash.distance(hash, darker)).isLessThanOrEqualTo(6);
  }

  @Property(tries = 100)
  void anotherPictureHasAnotherHash(@ForAll @IntRange(min = 0, max = 100_000) int seed) {
    long one = hash(Textures.of(seed, 0, 1, 48, 1));
    long other = hash(Textures.of(seed + 1_000_000, 0, 1, 48, 1));
    assertThat(PerceptualHash.distance(one, other)).isGreaterThan(10);
  }

  private static long hash(Frames picture) {
    ClipLooks looks = new ClipLooks(1);
    looks.add(picture);
    return looks.look().hashes()[0];
  }
}
