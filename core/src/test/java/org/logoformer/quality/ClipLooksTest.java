package org.logoformer.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.logoformer.clip.Frames;

class ClipLooksTest {
  @Test
  void itDoesNotMatterHowManyFramesAreLookedAtAtATime() {
    ClipLook together = look(Textures.of(1, 0, 5, 24, 1));
    ClipLook apart = look(Textures.of(1, 0, 2, 24, 1), Textures.of(1, 2, 3, 24, 1));
    assertThat(apart).usingRecursiveComparison().isEqualTo(together);
    assertThat(together.distinct()).isEqualTo(5);
    assertThat(together.hashes()).hasSize(5);
  }

  @Test
  void oneSampleMakesAnotherContent() {
    Frames frames = Textures.of(1, 0, 3, 24, 1);
    byte[] changed = frames.rgb().clone();
    changed[changed.length - 1] ^= 1;
    ClipLook look = look(frames);
    assertThat(look(new Frames(3, 24, 24, changed)).digest()).isNotEqualTo(look.digest());
    assertThat(look(new Frames(3, 12, 48, frames.rgb())).digest())
        .as("the same samples in another shape")
        .isNotEqualTo(look.digest());
    assertThat(look.digest()).hasSize(32).isEqualTo(look(frames).digest());
  }

  @Test
  void brightnessIsThatOfTheEye() {
    byte[] green = new byte[2 * 8 * 8 * 3];
    for (int i = 1; i < green.length / 2; i += 3) {
      green[i] = (byte) 200;
    }
    ClipLook look = look(new Frames(2, 8, 8, green));
    assertThat(look.brightest()).isCloseTo(0.587 * 200, within(0.01));
    assertThat(look.darkest()).isZero();
    assertThat(look.luma()).isCloseTo(0.587 * 100, within(0.01));
  }

  @Test
  void framesOfOneToneAreFlatAndHaveNoLook() {
    Frames texture = Textures.of(3, 0, 2, 16, 1);
    byte[] rgb = Arrays.copyOf(texture.rgb(), 4 * 16 * 16 * 3);
    Arrays.fill(rgb, 2 * 16 * 16 * 3, rgb.length, (byte) 7);
    ClipLook look = look(new Frames(4, 16, 16, rgb));
    assertThat(look.flat()).isEqualTo(2);
    assertThat(look.hashes()).hasSize(2);
    assertThat(look.distinct()).isEqualTo(3);
  }

  @Test
  void ofALongClipFramesFromStartToEndAreHashed() {
    int frames = 4 * ClipLooks.HASHED;
    ClipLook look = look(Textures.of(5, 0, frames, 8, 1));
    assertThat(look.hashes()).hasSize(ClipLooks.HASHED);
    assertThat(look.hashes()[ClipLooks.HASHED - 1])
        .isEqualTo(look(Textures.of(5, frames - 1, 1, 8, 1)).hashes()[0]);
  }

  @Test
  void aPartOfAClipIsNoClip() {
    ClipLooks looks = new ClipLooks(3);
    looks.add(Textures.of(1, 0, 2, 8, 1));
    assertThatThrownBy(looks::look).hasMessage("looked at 2 of 3 frames");
  }

  private static ClipLook look(Frames... parts) {
    ClipLooks looks = new ClipLooks(Arrays.stream(parts).mapToInt(Frames::count).sum());
    Arrays.stream(parts).forEach(looks::add);
    return looks.look();
  }
}
