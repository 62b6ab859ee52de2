package org.logoformer.jobs.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.batch.View;
import org.logoformer.clip.ClipFolders;
import org.logoformer.clip.Frames;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.video.Video;
import org.logoformer.video.VideoProbe;

class ClipReaderTest {
  private static final int FRAME = 64 * 64 * 3;
  private static final FileSystem LOCAL = local();

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

  @ParameterizedTest
  @ValueSource(strings = {"ds", "ti", "uniform"})
  void aVideoIsReadAsTheFolderOfItsFrames(String sampling) throws Exception {
    Path file = folder.resolve("clip.avi");
    try (InputStream in = VideoProbe.class.getResourceAsStream("probe-mpeg4.avi")) {
      Files.copy(in, file);
    }
    float[] ofVideo = read("data.sampling=" + sampling);
    int number = 0;
    try (Video video = Video.open(LOCAL, status(file), 10_000)) {
      for (Optional<Frames> frame = video.next(); frame.isPresent(); frame = video.next()) {
        png(number++, frame.get());
      }
    }
    Files.delete(file);

    assertThat(number).isEqualTo(6);
    assertThat(read("data.sampling=" + sampling)).isEqualTo(ofVideo);
  }

  @Test
  void aVideoThatCannotBeReadIsNamed() throws Exception {
    Files.write(folder.resolve("clip.mp4"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> read("data.sampling=ds"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Cannot read the video")
        .hasMessageContaining("clip.mp4 (unknown-format");
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
    LogoConfig config = LogoConfig.of("model.preset=tiny", sampling);
    ClipReader reader = new ClipReader(LOCAL, config, StoredAs.of(config));
    return reader
        .clips(ClipFolders.find(LOCAL, new org.apache.hadoop.fs.Path(folder.toUri())), View.PLAIN)
        .ravel()
        .toFloatVector();
  }

  private static FileSystem local() {
    try {
      return FileSystem.getLocal(new Configuration());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileStatus status(Path file) throws IOException {
    return LOCAL.getFileStatus(new org.apache.hadoop.fs.Path(file.toUri()));
  }

  private void png(int number, Frames frame) throws IOException {
    BufferedImage image =
        new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = frame.rgb();
    for (int i = 0; i < rgb.length / 3; i++) {
      int packed =
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
      image.setRGB(i % frame.width(), i / frame.width(), packed);
    }
    ImageIO.write(image, "png", folder.resolve(number + ".png").toFile());
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
