package org.logoformer.prep;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.logoformer.clip.ClassMap;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.PrepConfig;

/** Small data sets in the shape of the real ones. */
final class Trees {
  private Trees() {}

  /** A FERV39K-shaped tree: two scenes, one training and one test clip per scene and class. */
  static void ferv39k(Path root) {
    List<String> train = new ArrayList<>();
    List<String> test = new ArrayList<>();
    int seed = 0;
    for (String scene : List.of("Crime", "War")) {
      for (String emotion : ClassMap.EMOTIONS.names()) {
        for (int clip = 1; clip <= 2; clip++) {
          String id = "%s/%s/%04d".formatted(scene, emotion, clip);
          // As the archive unpacks: the folder within a wrapper of nearly the same name.
          Path folder = root.resolve("2_ClipsforFaceCrop-002/2_ClipsforFaceCrop").resolve(id);
          frames(folder, 3 + seed % 10, "%02d.jpg", seed++);
          (clip == 1 ? train : test).add(id + " " + emotion);
        }
      }
    }
    write(root.resolve("4_setups/All_scenes/train_All.csv"), String.join("\n", train) + "\n");
    write(root.resolve("4_setups/All_scenes/test_All.csv"), String.join("\n", test) + "\n");
  }

  /** A DFEW-shaped tree of 21 clips in three folds. */
  static void dfew(Path root, String spelling) {
    for (int fold = 1; fold <= 3; fold++) {
      StringBuilder train = new StringBuilder("video_name,label\n");
      StringBuilder test = new StringBuilder("video_name,label\n");
      for (int id = 1; id <= 21; id++) {
        StringBuilder list = id % 3 == fold - 1 ? test : train;
        list.append(id).append(',').append(1 + id % 7).append('\n');
      }
      Path lists = root.resolve("EmoLabel_DataSplit");
      write(lists.resolve("train" + spelling + "/set_" + fold + ".csv"), train.toString());
      write(lists.resolve("test" + spelling + "/set_" + fold + ".csv"), test.toString());
    }
    for (int id = 1; id <= 21; id++) {
      Path folder = root.resolve("Clip/clip_224x224").resolve("%05d".formatted(id));
      frames(folder, 11 + id, "%d.jpg", id);
    }
  }

  static void frames(Path folder, int count, String name, int seed) {
    for (int i = 0; i < count; i++) {
      write(folder.resolve(name.formatted(i)), jpeg(24 + seed % 3, seed * 11 + i * 5));
    }
  }

  static byte[] jpeg(int size, int tone) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < size * size; i++) {
      image.setRGB(
          i % size, i / size, (tone * 3 + i % size * 4) % 256 << 16 | tone % 256 << 8 | 40);
    }
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(image, "jpg", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String text) {
    write(file, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  static void write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of the published lists. */
  static byte[] published(String name) {
    try (InputStream in = new GZIPInputStream(Trees.class.getResourceAsStream(name + ".gz"))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PrepConfig config(PrepConfig.Layout layout, Object source, Object output, String... more) {
    List<String> keys =
        new ArrayList<>(
            List.of(
                "prep.layout=" + layout.name().toLowerCase(Locale.ROOT),
                "prep.source=\"" + source + "\"",
                "prep.output=\"" + output + "\"",
                "prep.store-size=16",
                "prep.shard-size=20000"));
    keys.addAll(List.of(more));
    return LogoConfig.load(List.of(), keys).prep();
  }
}
