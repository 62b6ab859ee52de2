package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.logoformer.config.PrepConfig;
import org.logoformer.config.PrepConfig.Layout;
import org.logoformer.error.ClusterException;
import org.logoformer.prep.Preparation.Outcome;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;

/** Images that are bad, and a storage that fails though they are not. */
class SourceFaultsTest extends PreparationFixture {
  @Test
  void aStreamThatFailsOnceIsOpenedAnew() throws Exception {
    prepare();
    Map<String, byte[]> undisturbed = contents();
    output = temporary.resolve("failed");
    TrapFileSystem.set(80, SourceFaultsTest::fail);

    Manifest manifest = new Preparation(spark, trapped()).run().manifest();

    assertThat(TrapFileSystem.isSprung()).isTrue();
    assertThat(manifest.origin().quarantine().clips()).isZero();
    assertSame(contents(), undisturbed);
  }

  @Test
  void aStorageThatStaysAwayIsNoDamageAndALaterRunGoesOn() throws Exception {
    prepare();
    Map<String, byte[]> undisturbed = contents();
    output = temporary.resolve("failed");
    TrapFileSystem.set(80, SourceFaultsTest::failFromNowOn);

    assertThatThrownBy(() -> new Preparation(spark, trapped()).run())
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("connection reset; run it again to go on");
    assertThat(output.resolve("manifest.json")).doesNotExist();

    TrapFileSystem.set(Integer.MAX_VALUE, SourceFaultsTest::fail);
    Preparation.Result again = new Preparation(spark, trapped()).run();
    assertThat(again.outcome()).isEqualTo(Outcome.WRITTEN);
    assertSame(contents(), undisturbed);
  }

  private PrepConfig trapped() {
    spark.hadoopConfiguration().set(TrapFileSystem.KEY, TrapFileSystem.class.getName());
    return Trees.config(Layout.FERV39K, "trap://" + source, output);
  }

  private static void fail() throws IOException {
    throw new IOException("connection reset");
  }

  private static void failFromNowOn() throws IOException {
    TrapFileSystem.set(1, SourceFaultsTest::failFromNowOn);
    fail();
  }

  @Test
  void everyKindOfBadImageIsCountedUnderItsName() throws Exception {
    Path clips = temporary.resolve("clips");
    byte[] jpeg = Trees.jpeg(24, 3);
    byte[] png = image("png", new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB));
    Map<String, byte[]> bad = new TreeMap<>();
    bad.put("empty", new byte[0]);
    bad.put("truncated", Arrays.copyOf(jpeg, jpeg.length - 2));
    bad.put("unknown-format", "GIF89a, whatever its name says".getBytes(StandardCharsets.US_ASCII));
    bad.put("too-large", image("png", new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB)));
    bad.put("corrupt", flipped(png, png.length - 20));
    bad.put("unsupported", lossless(jpeg));
    bad.forEach((kind, file) -> Trees.write(clips.resolve(kind).resolve("1.jpg"), file));
    Map<String, byte[]> good = new TreeMap<>();
    good.put("grey", image("jpg", new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY)));
    good.put("sixteen", image("png", new BufferedImage(9, 9, BufferedImage.TYPE_USHORT_GRAY)));
    good.put("alpha", image("png", new BufferedImage(9, 9, BufferedImage.TYPE_INT_ARGB)));
    good.put("cmyk", cmyk());
    good.put("palette", image("png", new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_INDEXED)));
    good.forEach((kind, file) -> Trees.write(clips.resolve(kind).resolve("1.jpg"), file));

    Manifest manifest =
        new Preparation(
                spark,
                Trees.config(
                    Layout.UNLABELLED,
                    clips,
                    output,
                    "prep.max-bad-ratio=0.9",
                    "prep.max-pixels=1000"))
            .run()
            .manifest();

    assertThat(manifest.clips())
        .extracting(ClipRecord::id)
        .containsExactlyElementsOf(good.keySet());
    Map<String, Integer> once = new TreeMap<>();
    bad.keySet().forEach(kind -> once.put(kind, 1));
    assertThat(manifest.origin().quarantine().reasons()).isEqualTo(once);
  }

  private static byte[] image(String format, BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static byte[] flipped(byte[] file, int at) {
    byte[] damaged = file.clone();
    damaged[at] ^= 1;
    return damaged;
  }

  /** Says that it is of a process that no browser decodes. */
  private static byte[] lossless(byte[] jpeg) {
    byte[] changed = jpeg.clone();
    for (int i = 0; i < changed.length - 1; i++) {
      if ((changed[i] & 0xff) == 0xff && (changed[i + 1] & 0xff) == 0xc0) {
        changed[i + 1] = (byte) 0xc3;
        return changed;
      }
    }
    throw new IllegalArgumentException("no baseline JPEG");
  }

  private static byte[] cmyk() throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      Raster four = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
      writer.write(null, new IIOImage(four, null, null), null);
    }
    return out.toByteArray();
  }
}
