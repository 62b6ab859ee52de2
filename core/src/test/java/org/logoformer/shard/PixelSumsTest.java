package org.logoformer.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageDecoder;
import org.logoformer.clip.Images;
import org.logoformer.clip.Picture;

class PixelSumsTest {
  @Test
  void aPictureCountsAsItsFrame() throws Exception {
    Picture picture = new Picture();
    new ImageDecoder(100_000).decode(Images.rgb("png", 300, 200), picture);
    PixelSums ofPicture = new PixelSums();
    PixelSums ofFrame = new PixelSums();
    ofPicture.add(picture);
    ofFrame.add(picture.frames());

    long[] sums = new long[3];
    long[] squares = new long[3];
    for (int i = 0; i < 300 * 200; i++) {
      for (int c = 0; c < 3; c++) {
        long sample = Images.sample(i % 300, i / 300, c);
        sums[c] += sample;
        squares[c] += sample * sample;
      }
    }
    assertThat(ofPicture.sums()).isEqualTo(sums);
    assertThat(ofPicture.squares()).isEqualTo(squares);
    assertThat(ofPicture).isEqualTo(ofFrame);
  }

  @Test
  void manyWhitePixelsDoNotOverflow() {
    byte[] white = new byte[3 * 2 * 400 * 400];
    Arrays.fill(white, (byte) 255);
    PixelSums sums = new PixelSums();
    sums.add(new Frames(2, 400, 400, white));

    assertThat(sums.statistics().mean()).containsOnly(1.0);
    assertThat(sums.statistics().std()).containsOnly(0.0);
    assertThat(sums.pixels()).isEqualTo(320_000);
  }
}
