package org.logoformer.jobs.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.batch.View;
import org.logoformer.clip.ClipFolders;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;

class ClipReaderTest {
  private static final int FRAME = 64 * 64 * 3;

  @TempDir private Path folder;

  @Test
  void timeInterpolationBlendsNeighbours() throws IOException {
    int[] greys = {0, 90, 255};
    for (int i = 0; i < greys.length; i++) {
      frame(i, greys[i], 20);
    }
    // Three frames to four, at the times 0, 2/3, 4/3 and 2.
    float[] clip = read("data.sampling=ti");
    assertThat(clip).hasSize(4 * FRAME);
    int[] expected = {0, 60, 145, 255};
    for (int f = 0; f < 4; f++) {
      assertThat(clip[f * FRAME]).isEqualTo(expected[f] / 255f);
      assertThat(clip[(f + 1) * FRAME - 1]).isEqualTo(expected[f] / 255f);
    }
  }

  @Test
  void aClipOfAsManyFramesAsTheNetworkTakesIsReadAsItIs() throws IOException {
    for (int i = 0; i < 4; i++) {
      // Frames that are not blended may differ in size.
      frame(i, 50 * i, 20 + i);
    }
    assertThat(read("data.sampling=ti")).isEqualTo(read("data.sampling=uniform"));
  }

  @Test
  void ofALongClipOnlyTheSampledFramesAreRead() throws IOException {
    // Four of 847: round(i * 846 / 3).
    for (int i = 0; i < 847; i++) {
      if (i % 282 == 0) {
        frame(i, 50, 20);
      } else {
        Files.write(folder.resolve(i + ".png"), new byte[] {1});
      }
    }
    assertThat(read("data.sampling=uniform")).hasSize(4 * FRAME).containsOnly(50 / 255f);
  }

  @Test
  void framesOfDifferentSizesAreNotBlended() throws IOException {
    frame(0, 10, 20);
    frame(1, 20, 24);
    assertThatThrownBy(() -> read("data.sampling=ti"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1.png has 24 x 24 pixels")
        .hasMessageContaining("20 x 20")
        .hasMessageContaining("data.sampling");
  }

  private float[] read(String sampling) throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration());
    ClipReader reader = new ClipReader(files, LogoConfig.of("model.preset=tiny", sampling));
    return reader
        .clips(ClipFolders.find(files, new org.apache.hadoop.fs.Path(folder.toUri())), View.PLAIN)
        .ravel()
        .toFloatVector();
  }

  private void frame(int number, int grey, int size) throws IOException {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(grey, grey, grey));
    graphics.fillRect(0, 0, size, size);
    graphics.dispose();
    Path file = folder.resolve(number + ".png");
    Files.deleteIfExists(file);
    ImageIO.write(image, "png", file.toFile());
  }
}
