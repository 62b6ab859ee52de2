package org.logoformer.jobs.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.batch.ClipBatches;
import org.logoformer.batch.View;
import org.logoformer.clip.ClassMap;
import org.logoformer.clip.ClipFolders;
import org.logoformer.clip.Exif;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageDecoder;
import org.logoformer.config.LogoConfig;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.EncodedClip;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Origin;
import org.logoformer.shard.Placement;
import org.logoformer.shard.Shard;
import org.logoformer.shard.ShardFormat;
import org.logoformer.shard.ShardSet;
import org.logoformer.shard.ShardWriter;
import org.logoformer.transform.Resize;

class StoredAsTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"RAW, 100, antialias, ds", "RAW, 100, plain, ti", "RAW, 0, none, uniform"})
  void aClipIsSeenAsTheSetThatWasMadeOfItGivesIt(
      ShardFormat format, int size, String resize, String sampling) throws Exception {
    // Only a kept size may differ between frames that are not blended.
    for (int i = 0; i < 7; i++) {
      frame(i, size == 0 ? 90 + 10 * i : 150);
    }
    write(format, size, resize);

    assertThat(ofFiles(config(sampling))).isEqualTo(ofSet(config(sampling)));
    if (size > 0) {
      assertThat(ofFiles(config(sampling, "data.shards=\"\"")))
          .isNotEqualTo(ofSet(config(sampling)));
    }
  }

  @Test
  void imagesThatWereKeptAreResizedToTheFirst() throws Exception {
    for (int i = 0; i < 7; i++) {
      frame(i, 90 + 10 * i);
    }
    write(ShardFormat.JPEG, 0, "none");

    assertThat(ofFiles(config("ds"))).isEqualTo(ofSet(config("ds")));
  }

  @Test
  void orientationsAreTreatedAsInTheSet() throws Exception {
    frame(0, 90);
    write(ShardFormat.RAW, 64, "antialias");
    LogoConfig config = config("ds", "prep.exif=apply", "prep.max-pixels=9000");

    StoredAs stored = StoredAs.ofSet(config, HADOOP);
    assertThat(stored.exif()).isEqualTo(Exif.IGNORE);
    assertThat(stored.maxPixels()).isEqualTo(100_000);
  }

  @Test
  void withoutItsSetAClipIsSeenAsTheSettingsSay() throws Exception {
    frame(0, 90);
    assertThat(StoredAs.ofSet(config("ds"), HADOOP)).isEqualTo(StoredAs.of(config("ds")));
  }

  private LogoConfig config(String sampling, String... more) {
    List<String> keys =
        new ArrayList<>(
            List.of(
                "model.preset=tiny",
                "data.sampling=" + sampling,
                "data.shards=\"" + folder.resolve("set") + "\""));
    keys.addAll(List.of(more));
    return LogoConfig.of(keys.toArray(String[]::new));
  }

  private float[] ofSet(LogoConfig config) throws IOException {
    try (ShardSet set =
        ShardSet.open(HADOOP, new org.apache.hadoop.fs.Path(config.data().shards()), 1)) {
      return new ClipBatches(set, config.model(), config.data(), config.run().seed())
          .clips(set.manifest().clips(), View.PLAIN)
          .ravel()
          .toFloatVector();
    }
  }

  private float[] ofFiles(LogoConfig config) throws IOException {
    FileSystem files = FileSystem.getLocal(HADOOP);
    var clips = new org.apache.hadoop.fs.Path(folder.resolve("clips").toUri());
    return new ClipReader(files, config, StoredAs.ofSet(config, HADOOP))
        .clips(ClipFolders.find(files, clips), View.PLAIN)
        .ravel()
        .toFloatVector();
  }

  private void frame(int number, int size) throws IOException {
    BufferedImage image = new BufferedImage(size, size + 20, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < size; x++) {
        image.setRGB(x, y, (x * 7919 + y * 104_729 + number * 31_337) * 2_654_435 & 0xffffff);
      }
    }
    Files.createDirectories(folder.resolve("clips/c"));
    ImageIO.write(image, "png", folder.resolve("clips/c/" + number + ".png").toFile());
  }

  /** As preparing does: each frame resized to the size of the set, or to that of the first. */
  private void write(ShardFormat format, int size, String resize) throws Exception {
    var path = new org.apache.hadoop.fs.Path(folder.resolve("set").toUri());
    FileSystem files = path.getFileSystem(HADOOP);
    List<byte[]> images = new ArrayList<>();
    List<Frames> frames = new ArrayList<>();
    Resize rule = resize.equals("plain") ? Resize.PLAIN : Resize.ANTIALIAS;
    for (int i = 0; Files.exists(folder.resolve("clips/c/" + i + ".png")); i++) {
      images.add(Files.readAllBytes(folder.resolve("clips/c/" + i + ".png")));
      Frames frame = new ImageDecoder(100_000).decode(images.get(i));
      Frames first = frames.isEmpty() ? frame : frames.get(0);
      frames.add(
          size > 0
              ? rule.apply(frame, size, size)
              : rule.apply(frame, first.height(), first.width()));
    }
    Frames first = frames.get(0);
    EncodedClip clip =
        format == ShardFormat.RAW
            ? EncodedClip.raw("c", 1, frames)
            : EncodedClip.images("c", 1, first.height(), first.width(), images);
    try (ShardWriter writer =
        new ShardWriter(0, files.create(new org.apache.hadoop.fs.Path(path, Shard.fileName(0))))) {
      Placement placement = writer.append(clip);
      Origin origin =
          new Origin(
              ClassMap.EMOTIONS,
              format,
              size,
              resize,
              "plan",
              Map.of("test.csv", "00"),
              new Origin.Pixels(List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2)),
              new Origin.Quarantine(1, 0, Map.of()),
              Origin.Decoding.here(100_000, Exif.IGNORE));
      ClipRecord record = new ClipRecord("c", 1, "test", 0, "", placement);
      new Manifest(origin, List.of(writer.finish()), List.of(record)).commit(files, path);
    }
  }
}
