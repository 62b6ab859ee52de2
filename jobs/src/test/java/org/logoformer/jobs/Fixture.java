package org.logoformer.jobs;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;

/** The parity fixture of preset tiny, which lies with the tests of core. */
public final class Fixture {
  private static final Path FOLDER = Path.of("../core/src/test/resources/fixtures/tiny");

  private Fixture() {}

  /** The weights' file. */
  public static Path weights() {
    return FOLDER.resolve("weights.safetensors");
  }

  /** A tensor of what is expected. */
  public static SafeTensor expected(String name) throws IOException {
    return read(FOLDER.resolve("expected.safetensors")).tensors().get(name);
  }

  /** Any safetensors file. */
  public static Safetensors read(Path file) throws IOException {
    return Safetensors.read(
        FileSystem.getLocal(new Configuration()),
        new org.apache.hadoop.fs.Path(file.toAbsolutePath().toUri()));
  }

  /**
   * Writes the clips of batch 0 as folders {@code clip-0} ... of four PNG frames; frame 0 is 8.png,
   * frame 3 is 11.png, so that only natural order gets them right.
   */
  public static void writeClips(Path folder) throws IOException {
    SafeTensor clips = expected("clips.0");
    int[] shape = java.util.Arrays.stream(clips.shape()).mapToInt(Math::toIntExact).toArray();
    byte[] samples = clips.data();
    int at = 0;
    for (int clip = 0; clip < shape[0]; clip++) {
      Path clipFolder = Files.createDirectories(folder.resolve("clip-" + clip));
      for (int frame = 0; frame < shape[1]; frame++) {
        BufferedImage image = new BufferedImage(shape[3], shape[2], BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < shape[2]; y++) {
          for (int x = 0; x < shape[3]; x++, at += 3) {
            int rgb = (samples[at] & 255) << 16 | (samples[at + 1] & 255) << 8;
            image.setRGB(x, y, rgb | (samples[at + 2] & 255));
          }
        }
        ImageIO.write(image, "png", clipFolder.resolve((8 + frame) + ".png").toFile());
      }
    }
  }
}
