package org.logoformer.jobs.bench.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.error.DataException;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.submit.Home;

class PrepBenchTest {
  @TempDir Path folder;
  private final List<List<String>> commands = new ArrayList<>();
  private int frames = 2;

  @Test
  void measuresPreparingBesideTheLoops() {
    CommandLineRun run = bench("--clips", "10", "--blocks", "2");

    assertThat(run.error()).isEmpty();
    assertThat(commands.get(0))
        .startsWith("synth")
        .contains("synth.size=224", "synth.train-clips=8", "synth.test-clips=2");
    assertThat(commands).filteredOn(c -> c.contains("prep.format=raw")).hasSize(3);
    assertThat(commands.get(1)).contains("spark.master=local[1]");
    // The commands here claim a quarter of a second for the two frames.
    assertThat(run.out())
        .contains("bench prep frames=2 ", "raw     frames/s=8\n", "jpeg    frames/s=8\n")
        .containsPattern("(?m)^decode +frames/s=\\d+$")
        .containsPattern("(?m)^prep raw frames/s=8 decode=\\d+ ratio=0\\.\\d\\d$")
        .containsPattern("(?m)^prep jpeg frames/s=8 check=\\d+ ratio=0\\.\\d\\d$");
  }

  @Test
  void takesADataSetThatIsThere() throws IOException {
    frame(folder.resolve("mine/a/1.jpg"));
    frames = 1;
    CommandLineRun run = bench("--blocks", "1", "prep.source=" + folder.resolve("mine"));

    assertThat(run.out()).contains("bench prep frames=1 ");
    assertThat(commands).allMatch(c -> c.get(0).equals("prep"));
  }

  @Test
  void ratesOfOtherFramesThanPreparedAreRefused() throws IOException {
    frame(folder.resolve("mine/a/1.jpg"));
    frame(folder.resolve("mine/b/1.jpg"));
    frame(folder.resolve("mine/b/2.jpg"));
    CommandLineRun run = bench("--blocks", "1", "prep.source=" + folder.resolve("mine"));

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error()).contains("prep took 2 frames", "3 .jpg lie below it");
  }

  @Test
  void moreThanMemoryShouldHoldIsRefused() {
    frame(folder.resolve("mine/a/1.jpg"));
    assertThatThrownBy(() -> new FrameLoops(folder.resolve("mine"), 100))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("more than 100 bytes");
  }

  @Test
  void comparesWithALoopInPython() throws IOException {
    CommandLineRun run =
        bench("--blocks", "1", "--pillow", python("'{\"pillow\": \"13\", \"seconds\": 0.5}'"));

    assertThat(run.error()).isEmpty();
    assertThat(run.out()).contains("peer pillow=13", "prep raw frames/s=8 pillow=4 ratio=2.00");
  }

  @Test
  void comparesWithAnotherBuildAndMeasuresVideos() throws IOException {
    Path here = script("here", "case \"$*\" in */two*) ;; *) sleep 0.1;; esac");
    Path there = script("there", "case \"$*\" in */two*) ;; *) sleep 1;; esac");
    String before = System.setProperty(Home.PROPERTY, here.toString());
    try {
      CommandLineRun run =
          bench(
              "--blocks",
              "1",
              "prep.layout=ferv39k",
              "--old",
              there.toString(),
              "--videos",
              folder.resolve("videos").toString());

      assertThat(run.error()).isEmpty();
      assertThat(run.out())
          .contains("video   frames/s=8\n", " video clips/s=4.0\n")
          .containsPattern("(?m)^prep cold frames/s=\\d+ old=\\d+ ratio=([2-9]|\\d\\d+)\\.\\d\\d$");
      assertThat(commands)
          .anyMatch(c -> c.contains("prep.layout=unlabelled") && c.contains("prep.format=raw"));
    } finally {
      System.setProperty(Home.PROPERTY, before == null ? "" : before);
    }
    assertThat(bench("--old", folder.resolve("nowhere").toString()).error())
        .contains("nowhere/submit/logo is no program");
  }

  private Path script(String name, String text) throws IOException {
    Path root = folder.resolve(name);
    Path script = Files.createDirectories(root.resolve("submit")).resolve("logo");
    Files.writeString(script, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return root;
  }

  @Test
  void withoutPillowItSaysHowToInstallIt() throws IOException {
    CommandLineRun run = bench("--pillow", python("'{\"missing\": \"No module named PIL\"}'"));

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.error()).contains("No Pillow", "No module named PIL", "-m pip install pillow");
  }

  @Test
  void aSizeToResizeToIsNeeded() {
    assertThat(bench("prep.store-size=source").exitCode()).isEqualTo(2);
  }

  /** A program that answers everything alike. */
  private String python(String answer) throws IOException {
    Path python =
        Files.writeString(
            folder.resolve("python"), "#!/bin/sh\nwhile read line; do echo " + answer + "; done\n");
    Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));
    return python.toString();
  }

  private CommandLineRun bench(String... arguments) {
    return CommandLineRun.of(new PrepBench(this::run), arguments);
  }

  private int run(PrintWriter out, PrintWriter err, String... arguments) {
    List<String> command = Arrays.asList(arguments);
    commands.add(command);
    if (command.get(0).equals("synth")) {
      String output =
          command.stream().filter(a -> a.startsWith("synth.output=")).findFirst().orElseThrow();
      Path clips = Path.of(output.substring("synth.output=".length()));
      frame(clips.resolve("a/1.jpg"));
      frame(clips.resolve("a/2.jpg"));
    } else {
      out.println("speed clips=1 frames=" + frames + " seconds=0.250 clips/s=4.0 frames/s=8.0");
    }
    return 0;
  }

  private static void frame(Path file) {
    try {
      Files.createDirectories(file.getParent());
      ImageIO.write(new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB), "jpg", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
