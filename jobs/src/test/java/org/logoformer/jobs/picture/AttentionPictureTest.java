package org.logoformer.jobs.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
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

  @Test
  void aPictureIsTakenApartIntoItsFramesAndWords() {
    int[] red = {0xff0000};
    int[] blue = {0x0000ff};
    double[] shares = {0.25, 0.75};
    byte[] png =
        AttentionPicture.png(
            "c1: Fröhlich, 87 %", new int[][] {red, blue}, new Grid(2, 1, 1), shares);
    AttentionFrames read = AttentionFrames.read(png).orElseThrow();
    assertThat(read.title()).isEqualTo("c1: Fröhlich, 87 %");
    assertThat(read.frames())
        .extracting(AttentionFrames.Frame::caption)
        .containsExactly("frame 1: 25.0 %", "frame 2: 75.0 %");
    BufferedImage second = read.frames().get(1).image();
    assertThat(second.getWidth()).isEqualTo(200);
    assertThat(second.getRGB(1, 1)).isEqualTo(0xff0000ff);
    assertThat(second.getRGB(198, 198)).isEqualTo(0xff0000ff);
  }

  @Test
  void anotherPictureOrABrokenOneIsNone() {
    byte[] other = Picture.png(BarPicture.drawing(Format.PAGE, "Time", List.of()), Theme.LIGHT);
    assertThat(AttentionFrames.read(other)).isEmpty();
    assertThat(AttentionFrames.read(new byte[] {1, 2, 3})).isEmpty();
    byte[] png =
        AttentionPicture.png("c1", new int[][] {{0xff0000}}, new Grid(1, 1, 1), new double[] {1});
    assertThat(AttentionFrames.read(Arrays.copyOf(png, png.length / 2))).isEmpty();
  }
}
