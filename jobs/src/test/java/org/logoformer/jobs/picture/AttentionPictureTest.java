package org.logoformer.jobs.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.logoformer.jobs.picture.AttentionPicture.Grid;

class AttentionPictureTest {
  @Test
  void aRegionIsAsBrightAsItIsWeighed() {
    int[] white = new int[16];
    Arrays.fill(white, 0xffffff);
    double[] shares = {0, 0, 0, 0, 0.1, 0.2, 0.4, 0};
    BufferedImage second = AttentionPicture.shaded(white, new Grid(2, 2, 2), 1, shares, 0.4);
    assertThat(second.getRGB(0, 3) & 0xffffff).isEqualTo(0xffffff);
    assertThat(second.getRGB(1, 2) & 0xffffff).isEqualTo(0xffffff);
    assertThat(second.getRGB(3, 0) & 255).isBetween(168, 176);
    assertThat(second.getRGB(3, 3) & 255).isEqualTo(89);
  }

  @Test
  void aRegionWithoutWeightIsGrey() {
    int[] red = {0xff0000};
    BufferedImage shaded = AttentionPicture.shaded(red, new Grid(1, 1, 1), 0, new double[] {0}, 1);
    int rgb = shaded.getRGB(0, 0) & 0xffffff;
    assertThat(rgb >> 16).isEqualTo(rgb & 255);
  }
}
