package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.logoformer.clip.Frames;
import org.logoformer.config.PrepConfig;
import org.logoformer.config.PrepConfig.Layout;
import org.logoformer.error.DataException;
import org.logoformer.prep.Preparation.Outcome;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.FaceCrops;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.SetNotes;
import org.logoformer.shard.ShardSet;
import org.logoformer.shard.SourceClip;

/** Whole frames, of images and of videos, of which the faces are stored. */
class FacePreparationTest extends PreparationFixture {
  private static final int SIZE = 16; // as the fixture stores
  private static final int WIDTH = 40;
  private static final int HEIGHT = 30;
  private static final String BOX = "clip,frame,x,y,w,h";

  private Path clips;

  @BeforeEach
  void clips() throws IOException {
    clips = temporary.resolve("clips");
    for (int i = 0; i < 5; i++) {
      Trees.write(clips.resolve("a").resolve(i + 8 + ".png"), png(i));
      Trees.write(clips.resolve("b").resolve(i + 1 + ".png"), png(i + 5));
    }
    Trees.write(clips.resolve("v.avi"), VideoPreparationTest.probe("probe-mpeg4.avi"));
  }

  @Test
  void framesAreCutToTheBoxesOfTheirRowsOrOfTheNearest() throws Exception {
    // Frame 0 of a is 8.png, frame 3 is 11.png; 1 and 2 have none.
    Manifest manifest =
        cut("prep.partitions=1", BOX, "a,8.png,3,5,16,16", "a,3,24,20,16,16", "b,2,0,0,16,16");

    assertThat(manifest.clips()).extracting(ClipRecord::id).containsExactly("a", "b");
    int[][] corners = {{3, 5}, {3, 5}, {24, 20}, {24, 20}, {24, 20}};
    Frames a = stored("a", 5);
    Frames b = stored("b", 5);
    for (int i = 0; i < 5; i++) {
      assertIsPart(a, i, i, corners[i][0], corners[i][1]);
      assertIsPart(b, i, i + 5, 0, 0);
    }
    assertThat(manifest.origin().faces().by()).isEqualTo("box");
    assertThat(Files.readString(output.resolve("manifest.json")))
        .contains("\"faces\":{\"boxes\":\"" + manifest.origin().faces().boxes());
    assertThat(manifest.origin().quarantine().reasons()).isEqualTo(Map.of("no-face", 1));
    assertThat(Files.readString(output.resolve("quarantine.jsonl")))
        .contains("\"clip\":\"v.avi\"", "prep.boxes does not name it");
    assertThat(notes(SetNotes.SOURCES, SourceClip.class))
        .contains(new SourceClip("a", WIDTH, WIDTH, HEIGHT, HEIGHT, 0));

    Map<String, byte[]> one = contents();
    output = temporary.resolve("again");
    cut("prep.partitions=3", BOX, "a,8.png,3,5,16,16", "a,3,24,20,16,16", "b,2,0,0,16,16");
    assertSame(contents(), one);
  }

  @Test
  void landmarksAreLaidOntoTheTemplate() throws Exception {
    // Where the template of 16 pixels has them, moved by (7, 9) and by (30, -4).
    Manifest manifest = cut(header(), landmarks("a", 0, 7, 9), landmarks("a", 4, 30, -4));

    assertThat(manifest.clips()).hasSize(1);
    Frames a = stored("a", 5);
    for (int i = 0; i < 5; i++) {
      assertIsPart(a, i, i, i < 3 ? 7 : 30, i < 3 ? 9 : -4);
    }
  }

  @Test
  void framesOfVideosAreCutAsImagesAre() throws Exception {
    output = temporary.resolve("whole");
    new Preparation(spark, config("prep.store-size=source")).run();
    Frames whole = stored("v.avi", 6);
    output = temporary.resolve("cut");
    cut(BOX, "v.avi,1,10,5,16,16", "v.avi,4,-3,20,16,16");

    Frames cut = stored("v.avi", 6);

    for (int i = 0; i < 6; i++) {
      int left = i < 3 ? 10 : -3;
      int top = i < 3 ? 5 : 20;
      for (int y = 0; y < SIZE; y++) {
        for (int x = 0; x < SIZE; x++) {
          assertThat(rgb(cut, i, x, y)).isEqualTo(rgb(whole, i, left + x, top + y));
        }
      }
    }
  }

  @Test
  void whatHasNoFaceOrOtherFramesIsQuarantined() throws Exception {
    Trees.write(clips.resolve("c/1.png"), png(1));
    Trees.write(clips.resolve("d/1.png"), png(1));
    Trees.write(clips.resolve("e/1.png"), png(1));
    byte[] video = VideoPreparationTest.probe("probe-mpeg4.avi");
    Trees.write(clips.resolve("w.avi"), Arrays.copyOf(video, video.length - 300));

    Manifest manifest =
        cut(
            "prep.missing-box=quarantine",
            BOX,
            "a,0,3,5,16,16",
            "b,1.png,3,5,16,16",
            "b,2,3,5,16,16",
            "b,3,3,5,16,16",
            "b,4,3,5,16,16",
            "b,1,3,5,16,16",
            "c,0,3,5,16,16",
            "c,1,3,5,16,16",
            "d,7.png,3,5,16,16",
            "e,0,300,5,16,16",
            "v.avi,0.png,0,0,9,9",
            "w.avi,0,0,0,9,9",
            "w.avi,1,0,0,9,9",
            "w.avi,2,0,0,9,9",
            "w.avi,3,0,0,9,9",
            "w.avi,4,0,0,9,9",
            "w.avi,5,0,0,9,9");

    assertThat(manifest.clips()).extracting(ClipRecord::id).containsExactly("b");
    assertThat(manifest.origin().quarantine().reasons())
        .isEqualTo(Map.of("no-face", 2, "odd-boxes", 3, "truncated", 1));
    assertThat(Files.readString(output.resolve("quarantine.jsonl")))
        .contains("prep.boxes does not name frame 1 of it")
        .contains(
            "line 9 of prep.boxes names a frame, 1, that the clip, which has 1, does not have")
        .contains("line 10 of prep.boxes names a frame, 7.png, that the clip does not have")
        .contains("line 11 of prep.boxes: no-face: ")
        .contains("is outside of the frame, which has 40 x 30 pixels");
  }

  @Test
  void twoNamesOfOneFrameAreOdd() {
    assertThat(
            cut(BOX, "a,0,3,5,16,16", "b,0,3,5,16,16", "b,1.png,3,5,16,16", "v.avi,6,0,0,9,9")
                .origin()
                .quarantine()
                .reasons())
        .isEqualTo(Map.of("odd-boxes", 2));
  }

  @Test
  void otherFacesAreAnotherSetAndTheSameAreFoundVerifiedAndRepaired() throws Exception {
    cut(BOX, "a,0,3,5,16,16");
    Map<String, byte[]> whole = contents();
    PrepConfig same = config(boxes(BOX, "a,0,3,5,16,16"));
    List<String> told = new ArrayList<>();

    assertThat(new Preparation(spark, same, told::add).run().outcome()).isEqualTo(Outcome.FOUND);
    assertThat(told).hasSize(1).first().asString().startsWith("faces by their box from ");
    new Preparation(spark, same).verify();
    Files.delete(output.resolve("part-00000.seq"));
    new Repair(spark, same).run("part-00000");
    assertSame(contents(), whole);

    for (String[] other :
        new String[][] {
          {BOX, "a,0,3,6,16,16"},
          {"prep.box-margin=0.1", BOX, "a,0,3,5,16,16"},
          {"prep.missing-box=quarantine", BOX, "a,0,3,5,16,16"}
        }) {
      assertThatThrownBy(() -> cut(other))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("holds another shard set");
    }
  }

  @Test
  void withoutBoxesPrepSaysThatFramesAreTakenAsFaces() {
    List<String> told = new ArrayList<>();

    Manifest manifest = new Preparation(spark, config(), told::add).run().manifest();

    assertThat(told)
        .containsExactly(
            "frames are taken as face crops; of whole frames, prep.boxes says where the faces are");
    assertThat(manifest.origin().faces()).isEqualTo(FaceCrops.NONE);
  }

  @Override
  PrepConfig config(String... keys) {
    return Trees.config(Layout.UNLABELLED, clips, output, keys);
  }

  /** Keys, which have an equals sign, and lines of the file. */
  private Manifest cut(String... keysAndLines) {
    return new Preparation(spark, config(boxes(keysAndLines))).run().manifest();
  }

  private String[] boxes(String... keysAndLines) {
    List<String> keys = new ArrayList<>(List.of("prep.max-bad-ratio=0.9"));
    List<String> lines = new ArrayList<>();
    for (String text : keysAndLines) {
      (text.contains("=") ? keys : lines).add(text);
    }
    Path file = temporary.resolve("boxes.csv");
    Trees.write(file, String.join("\n", lines) + "\n");
    keys.add("prep.boxes=\"" + file + "\"");
    return keys.toArray(String[]::new);
  }

  private static String header() {
    return "clip,frame," + String.join(",", ClipFaces.By.LANDMARKS.columns());
  }

  private static String landmarks(String clip, int frame, int left, int top) {
    double[] template = {
      38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299, 92.2041
    };
    StringBuilder line = new StringBuilder(clip + "," + frame);
    for (int i = 0; i < template.length; i++) {
      double inCrop = (template[i] + 0.5) * SIZE / 112 - 0.5;
      line.append(',').append(inCrop + (i % 2 == 0 ? left : top));
    }
    return line.toString();
  }

  private Frames stored(String clip, int frames) throws Exception {
    try (ShardSet set = open()) {
      int[] all = new int[frames];
      java.util.Arrays.setAll(all, i -> i);
      return set.read(set.manifest().byId().get(clip), all);
    }
  }

  /** A frame is that part of the image of a number; black where that has no pixels. */
  private static void assertIsPart(Frames frames, int frame, int image, int left, int top) {
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        int inX = left + x;
        int inY = top + y;
        boolean inside = inX >= 0 && inY >= 0 && inX < WIDTH && inY < HEIGHT;
        assertThat(rgb(frames, frame, x, y))
            .as("frame %d at %d, %d", frame, x, y)
            .isEqualTo(inside ? pixel(image, inX, inY) : 0);
      }
    }
  }

  private static int rgb(Frames frames, int frame, int x, int y) {
    if (x < 0 || y < 0 || x >= frames.width() || y >= frames.height()) {
      return 0;
    }
    int at = frames.frameOffset(frame) + (y * frames.width() + x) * 3;
    byte[] rgb = frames.rgb();
    return ((rgb[at] & 0xff) << 16) | ((rgb[at + 1] & 0xff) << 8) | (rgb[at + 2] & 0xff);
  }

  private static int pixel(int image, int x, int y) {
    return (x * 6 + image * 3) % 256 << 16 | (y * 8 + image) % 256 << 8 | (x * y + 1) % 256;
  }

  private static byte[] png(int image) throws IOException {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        picture.setRGB(x, y, pixel(image, x, y));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", out);
    return out.toByteArray();
  }
}
