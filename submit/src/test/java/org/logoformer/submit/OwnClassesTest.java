package org.logoformer.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of clips of three classes of one's own, from its list to the report. */
class OwnClassesTest {
  private static final List<String> CLASSES = List.of("calm", "very tense", "glad");
  private static final String SPARK = "spark.master=local[2]";

  @TempDir static Path root;

  @BeforeAll
  static void prepare() throws IOException {
    List<String> lines = new ArrayList<>(List.of("path,emotion,split"));
    for (int clip = 0; clip < 18; clip++) {
      int label = clip % 3;
      String name = "person %d/clip, %d".formatted(clip / 3, clip);
      lines.add("\"%s\",%s,%s".formatted(name, CLASSES.get(label), clip < 12 ? "train" : "test"));
      Path folder = Files.createDirectories(root.resolve("clips").resolve(name));
      for (int frame = 0; frame < 6; frame++) {
        frame(folder.resolve(frame + ".png"), label, frame);
      }
    }
    Files.write(root.resolve("list.csv"), lines);
    CommandLineRun prep =
        CommandLineRun.of(
            "prep",
            SPARK,
            "prep.layout=list",
            "prep.source=" + root.resolve("clips"),
            "prep.list=" + root.resolve("list.csv"),
            "prep.classes=[calm, very tense, glad]",
            "prep.output=" + root.resolve("shards"),
            "prep.store-size=64");
    assertThat(prep.exitCode()).as(prep.err()).isZero();
    assertThat(prep.out())
        .contains("list read as 'path label split', separated by commas; 3 classes by name")
        .contains("very tense")
        .contains("18 clips, 108 frames")
        .endsWith("prep clips=18 frames=108 quarantined=0\n");
  }

  @Test
  void theNetworkHasTheClassesOfTheSetFromTrainingToReport() throws IOException {
    CommandLineRun dry = logo("train", "dry", "train.epochs=1", "--dry-run");
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(dry.out()).contains("classes=3", "18 clips of 3 classes");

    CommandLineRun train = logo("train", "three", "train.epochs=1");
    assertThat(train.exitCode()).as(train.err()).isZero();
    assertThat(Files.readString(root.resolve("runs/three/config.conf"))).contains("classes=3");

    CommandLineRun evaluate = logo("evaluate", "three");
    assertThat(evaluate.exitCode()).as(evaluate.err()).isZero();
    assertThat(evaluate.out()).contains("very tense", "clips=6");
    assertThat(Files.readString(root.resolve("runs/three/fold-0/metrics.json")))
        .contains("\"calm\"", "\"very tense\"", "\"glad\"")
        .doesNotContain("Happy");

    Path predicted = root.resolve("predicted.csv");
    CommandLineRun predict =
        CommandLineRun.of(
            "predict",
            "--run",
            root.resolve("runs/three").toString(),
            "--clips",
            root.resolve("clips/person 0").toString(),
            "--out",
            predicted.toString());
    assertThat(predict.exitCode()).as(predict.err()).isZero();
    assertThat(Files.readAllLines(predicted)).hasSize(4);
    assertThat(Files.readAllLines(predicted).subList(1, 4))
        .allMatch(line -> CLASSES.stream().anyMatch(line::contains));

    CommandLineRun again =
        CommandLineRun.of(
            "evaluate",
            "--predictions",
            root.resolve("runs/three/fold-0/predictions.parquet").toString(),
            "data.shards=" + root.resolve("shards"));
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out()).contains("very tense", "clips=6");

    Path page = root.resolve("report.html");
    CommandLineRun report = logo("report", "three", "--out", page.toString());
    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(Files.readString(page)).contains("very tense").doesNotContain("R(2+1)D18", "Happy");
  }

  @Test
  void anotherNumberOfClassesIsRefusedBeforeAnythingStarts() {
    for (String command : List.of("train", "sweep")) {
      CommandLineRun run =
          logo(command, "seven", "model.classes=7", "sweep.grid=[\"run.seed = 1\"]");

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .contains(
              "model.classes = 7",
              "has 3 classes (calm, very tense, glad)",
              "leave model.classes out");
    }
    assertThat(root.resolve("runs/seven")).doesNotExist();
  }

  private static CommandLineRun logo(String command, String run, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                command,
                SPARK,
                "run.name=" + run,
                "run.dir=" + root.resolve("runs"),
                "data.shards=" + root.resolve("shards"),
                "model.preset=tiny",
                "train.batch=4"));
    all.addAll(List.of(more));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  /** A bar whose height is the class and which moves from frame to frame. */
  private static void frame(Path file, int label, int frame) throws IOException {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(new Color(60 + 60 * label, 120, 40));
    g.fillRect(8 * frame, 10 + 14 * label, 20, 12);
    g.dispose();
    ImageIO.write(image, "png", file.toFile());
  }
}
