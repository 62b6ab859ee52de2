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
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.clip.ImageDecoder;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.error.DataException;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.TinyShards;
import org.logoformer.jobs.submit.Home;
import org.logoformer.video.Video;

class InputBenchTest {
  @TempDir Path folder;
  private final List<List<String>> commands = new ArrayList<>();
  private final List<Path> rendered = new ArrayList<>();
  private int frames = 4;
  private int videoFrames;

  @Test
  void measuresPreparingBesideTheLoops() {
    CommandLineRun run = prep("--clips", "10", "--blocks", "2");

    assertThat(run.error()).isEmpty();
    assertThat(commands.get(0))
        .startsWith("synth")
        .contains("synth.size=224", "synth.train-clips=8", "synth.test-clips=2");
    assertThat(commands).filteredOn(c -> c.contains("prep.format=raw")).hasSize(12);
    assertThat(commands.get(1)).contains("spark.master=local[1]");
    // The commands here claim a quarter of a second for each clip: for the two that tell the
    // beginning, and for a third, of two frames.
    assertThat(run.out())
        .contains("bench input clips=3 frames=4 ", "prep-raw     clips/s=4.0 frames/s=8\n")
        .contains("prep-jpeg    clips/s=4.0 frames/s=8\n", "prep-video   clips/s=4.0 frames/s=8\n")
        .containsPattern("(?m)^decode +clips/s=\\S+ frames/s=\\d+$")
        .containsPattern("(?m)^ratio prep-raw-to-decode 0\\.\\d\\d ours=8\\.0 peer=\\d+\\.\\d$")
        .containsPattern("(?m)^ratio prep-jpeg-to-check 0\\.\\d\\d ours=8\\.0 peer=\\d");
  }

  @Test
  void preparesItsClipsAsVideosToo() {
    CommandLineRun run = prep("--blocks", "1");

    assertThat(run.error()).isEmpty();
    assertThat(videoFrames).isEqualTo(2);
    assertThat(commands)
        .anyMatch(c -> c.contains("prep.layout=unlabelled") && c.contains("prep.format=raw"));
  }

  @Test
  void readsMiniBatchesWithoutStepsAndLeavesNothingBehind() {
    CommandLineRun run = bench("--only", "reader", "--blocks", "1");

    assertThat(run.error()).isEmpty();
    assertThat(run.out())
        .containsPattern("(?m)^reader-raw +clips/s=\\S+ frames/s=\\d+$")
        .containsPattern("(?m)^ratio reader-jpeg-to-decode \\S+ ours=\\d")
        .doesNotContain("prep-", "wait ");
    assertThat(rendered).isNotEmpty().allMatch(Files::notExists);
  }

  @Test
  void tellsWhatAWorkerWaitsForInEachFormat() {
    CommandLineRun run =
        bench(
            "--only",
            "wait",
            "--presets",
            "tiny:4",
            "--rounds",
            "2",
            "threads=1",
            "train.averaging-frequency=2");

    assertThat(run.error()).isEmpty();
    assertThat(run.out())
        .containsPattern(
            "(?m)^wait preset=tiny format=raw jobs=\\d+\\.\\d\\d% crew=\\d+\\.\\d\\d% step-ms=\\S+ read-ms=\\d")
        // One to three batches of four clips of 4 frames of 64 pixels, float32.
        .containsPattern("(?m) held-mib=(0\\.8|1\\.5|2\\.3)$")
        .containsPattern("(?m)^wait preset=tiny format=jpeg jobs=\\d");
  }

  @Test
  void aRoundOfMoreClipsThanThereAreIsRefused() {
    CommandLineRun run = bench("--only", "wait", "--presets", "tiny:5");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error()).contains("8 clips, and a round of 8 steps on 5", "--clips");
  }

  @Test
  void aPresetWithoutABatchIsRefused() {
    CommandLineRun run = bench("--only", "wait", "--presets", "tiny");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error()).contains("'tiny' is no preset and batch, such as tiny:16");
  }

  @Test
  void takesAShardSetThatIsThere() throws IOException {
    TinyShards.write(folder, 2, TinyShards.Tags.SPLIT);
    CommandLineRun run =
        bench(
            "--only",
            "wait",
            "--quick",
            "threads=1",
            "data.shards=" + folder.toUri(),
            "data.shuffle=shard-window");

    assertThat(run.error()).isEmpty();
    assertThat(commands).isEmpty();
    assertThat(run.out()).containsPattern("(?m)^wait preset=tiny format=given jobs=\\d");
  }

  @Test
  void allOfItRunsOnAFewClips() {
    CommandLineRun run =
        bench("--quick", "threads=1", "spark.conf.\"spark.ui.enabled\"=false", "evaluate.batch=2");

    assertThat(run.error()).isEmpty();
    assertThat(commands.get(0)).contains("synth.train-clips=8", "synth.test-clips=2");
    assertThat(run.out())
        .contains("prep-video ", "reader-jpeg ", "wait preset=tiny format=raw ")
        .containsPattern("(?m)^evaluation preset=tiny clips/s=\\S+ frames/s=-?\\d")
        .containsPattern("(?m)^ratio evaluation-tiny \\S+ ours=\\S+ peer=\\d");
  }

  @Test
  void takesADataSetThatIsThere() throws IOException {
    for (String name : List.of("a/1.jpg", "b/1.jpg", "c/1.jpg")) {
      frame(folder.resolve("mine").resolve(name));
    }
    frames = 3;
    CommandLineRun run = prep("--blocks", "1", "prep.source=" + folder.resolve("mine"));

    assertThat(run.out())
        .contains("bench input clips=3 frames=3 ", "prep-raw     clips/s=4.0 frames/s=4\n");
    assertThat(rendered).extracting(Path::getFileName).containsExactly(Path.of("two"));
  }

  @Test
  void ratesOfOtherFramesThanPreparedAreRefused() throws IOException {
    frame(folder.resolve("mine/a/1.jpg"));
    frame(folder.resolve("mine/b/1.jpg"));
    frame(folder.resolve("mine/b/2.jpg"));
    CommandLineRun run = prep("--blocks", "1", "prep.source=" + folder.resolve("mine"));

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error()).contains("prep took 4 frames", "3 .jpg lie below it");
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
        prep("--blocks", "1", "--pillow", python("'{\"pillow\": \"13\", \"seconds\": 0.5}'"));

    assertThat(run.error()).isEmpty();
    assertThat(run.out())
        .contains("peer pillow=13", "ratio prep-raw-to-pillow 1.00 ours=8.0 peer=8.0");
  }

  @Test
  void comparesWithAnotherBuild() throws IOException {
    Path here = script("here", "case \"$*\" in */two*) ;; *) sleep 1;; esac");
    String old = "case \"$*\" in *model.*) exit 2;; */two*) ;; *) sleep 4;; esac";
    Path there = script("there", old);
    String before = System.setProperty(Home.PROPERTY, here.toString());
    try {
      String build = there.toString();
      CommandLineRun run =
          prep("--blocks", "1", "prep.layout=ferv39k", "model.preset=tiny", "--old", build);

      assertThat(run.error()).isEmpty();
      assertThat(run.out())
          .containsPattern(
              "(?m)^ratio prep-cold-to-old ([2-9]|\\d\\d+)\\.\\d\\d ours=\\S+ peer=\\d");
    } finally {
      System.setProperty(Home.PROPERTY, before == null ? "" : before);
    }
    assertThat(prep("--old", folder.resolve("nowhere").toString()).error())
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
    CommandLineRun run = prep("--pillow", python("'{\"missing\": \"No module named PIL\"}'"));

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.error()).contains("No Pillow", "No module named PIL", "-m pip install pillow");
  }

  @Test
  void aSizeToResizeToIsNeeded() {
    assertThat(prep("prep.store-size=source").exitCode()).isEqualTo(2);
  }

  /** A program that answers everything alike. */
  private String python(String answer) throws IOException {
    Path python =
        Files.writeString(
            folder.resolve("python"), "#!/bin/sh\nwhile read line; do echo " + answer + "; done\n");
    Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));
    return python.toString();
  }

  private CommandLineRun prep(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--only", "prep"));
    all.addAll(List.of(arguments));
    return bench(all.toArray(String[]::new));
  }

  private CommandLineRun bench(String... arguments) {
    return CommandLineRun.of(new InputBench(this::run), arguments);
  }

  private int run(PrintWriter out, PrintWriter err, String... arguments) {
    List<String> command = Arrays.asList(arguments);
    commands.add(command);
    try {
      if (command.get(0).equals("synth")) {
        Path clips = Path.of(setting(command, "synth.output="));
        rendered.add(clips);
        frame(clips.resolve("a/1.jpg"));
        frame(clips.resolve("b/1.jpg"));
        if (!clips.endsWith("two")) {
          frame(clips.resolve("a/2.jpg"));
          frame(clips.resolve("c/1.jpg"));
        }
      } else {
        Path output = Path.of(setting(command, "prep.output="));
        Path source = Path.of(setting(command, "prep.source="));
        boolean two = source.endsWith("two") || source.endsWith("videos-1");
        if (source.endsWith("videos-0")) {
          videoFrames = frames(source.resolve("00000.avi"));
        } else if (!output.endsWith("prepared")) {
          TinyShards.write(output, 2, TinyShards.Tags.SPLIT);
        }
        out.println(
            two
                ? "speed clips=2 frames=2 seconds=0.500 clips/s=4.0 frames/s=4.0"
                : "speed clips=3 frames=" + frames + " seconds=0.750 clips/s=4.0 frames/s=5.3");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return 0;
  }

  private static String setting(List<String> command, String key) {
    return command.stream()
        .filter(a -> a.startsWith(key))
        .findFirst()
        .orElseThrow()
        .substring(key.length());
  }

  private static int frames(Path file) throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration());
    FileStatus status = files.getFileStatus(new org.apache.hadoop.fs.Path(file.toUri()));
    int count = 0;
    try (Video video = Video.open(files, status, ImageDecoder.DEFAULT_MAX_PIXELS)) {
      while (video.skip()) {
        count++;
      }
    } catch (ImageRefusedException e) {
      throw new AssertionError(e);
    }
    return count;
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
