package org.logoformer.jobs.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.run.FoldFolder;
import org.logoformer.train.metrics.MetricsLog;
import org.logoformer.train.plan.Position;

class TensorBoardTest {
  /** An interpreter with the package tensorboard. */
  static final String PYTHON = "logoformer.tensorboard.python";

  private static final String EPOCH_1 =
      """
      {"kind":"round","epoch":1,"round":1,"step":8,"time":"2026-11-30T04:00:00Z","lr":0.5,"loss":2.0}
      {"kind":"round","epoch":1,"round":2,"step":12,"time":"2026-11-30T04:00:01Z","lr":0.5,"loss":1.5}
      {"kind":"epoch","epoch":1,"time":"2026-11-30T04:00:02Z","lr":0.5,"loss":1.75,"uar":0.25,"war":0.5}
      """;

  private static final String EPOCH_2 =
      """
      {"kind":"round","epoch":2,"round":1,"step":20,"lr":0.25,"loss":1.25}
      {"kind":"round","epoch":2,"round":2,"step":24,"lr":0.25,"loss":1.0}
      {"kind":"epoch","epoch":2,"lr":0.25,"loss":1.125,"uar":0.75,"war":0.5}
      """;

  private static final String BEGUN = "{\"kind\":\"round\",\"epoch\":3,\"round\":1,\"step\":32}\n";

  @TempDir Path folder;

  @Test
  void anEpochIsAFileOnceItIsDone() throws IOException {
    follow("true", EPOCH_1 + EPOCH_2 + BEGUN);
    assertThat(names())
        .containsExactly(
            "events.out.tfevents.epoch-00001", "events.out.tfevents.epoch-00002", "metrics.jsonl");
    assertThat(bytes(1)).contains("train/loss", "train/lr", "epoch/loss", "test/uar", "test/war");
  }

  @Test
  void aResumedTrainingLeavesTheFilesOfOneThatWentThrough() throws IOException {
    follow("true", EPOCH_1 + EPOCH_2);
    String first = bytes(1);
    String second = bytes(2);
    follow(
        "true",
        EPOCH_1 + EPOCH_2.replace("1.125", "9.5") + EPOCH_2.replace("\"epoch\":2", "\"epoch\":3"));
    assertThat(bytes(2)).isNotEqualTo(second);
    // Killed before the second epoch was committed: its file goes, and comes again.
    follow("true", EPOCH_1);
    assertThat(names()).containsExactly("events.out.tfevents.epoch-00001", "metrics.jsonl");
    follow("true", EPOCH_1 + EPOCH_2);
    assertThat(List.of(bytes(1), bytes(2))).containsExactly(first, second);
  }

  @Test
  void whatStaysIsNotWrittenAgain() throws IOException {
    follow("true", EPOCH_1);
    Path file = folder.resolve("events.out.tfevents.epoch-00001");
    Object before = Files.readAttributes(file, "unix:ino,ctime");
    follow("true", EPOCH_1 + EPOCH_2);
    assertThat(Files.readAttributes(file, "unix:ino,ctime")).isEqualTo(before);
  }

  @Test
  void isOffUnlessAskedFor() throws IOException {
    follow(Boolean.toString(LogoConfig.of().tracking().tensorboard()), EPOCH_1);
    assertThat(names()).containsExactly("metrics.jsonl");
  }

  @Test
  @EnabledIfSystemProperty(named = PYTHON, matches = ".+")
  void tensorBoardsOwnReaderShowsEachStepOnce() throws Exception {
    follow("true", EPOCH_1 + EPOCH_2.replace("1.125", "9.5"));
    follow("true", EPOCH_1);
    follow("true", EPOCH_1 + EPOCH_2);
    Process process =
        new ProcessBuilder(
                System.getProperty(PYTHON),
                "src/test/resources/tracking/scalars.py",
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(shown.lines())
        .containsExactly(
            "epoch/loss 12 1.75",
            "epoch/loss 24 1.125",
            "test/uar 12 0.25",
            "test/uar 24 0.75",
            "test/war 12 0.5",
            "test/war 24 0.5",
            "train/loss 8 2.0",
            "train/loss 12 1.5",
            "train/loss 20 1.25",
            "train/loss 24 1.0",
            "train/lr 8 0.5",
            "train/lr 12 0.5",
            "train/lr 20 0.25",
            "train/lr 24 0.25");
  }

  /** As a process does that begins with this log. */
  private void follow(String on, String log) throws IOException {
    Files.writeString(folder.resolve("metrics.jsonl"), log);
    FileSystem files = FileSystem.getLocal(new Configuration()).getRawFileSystem();
    FoldFolder fold = new FoldFolder(new org.apache.hadoop.fs.Path(folder.toUri()));
    LogoConfig config = LogoConfig.of("tracking.tensorboard=" + on);
    new TensorBoard(config.tracking(), files, fold)
        .follow(
            MetricsLog.open(
                files, fold.log(), new Position(9, 0, 9, 99), epoch -> 0.5, Instant::now));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(n -> !n.startsWith("."))
          .sorted()
          .toList();
    }
  }

  private String bytes(int epoch) throws IOException {
    Path file = folder.resolve("events.out.tfevents.epoch-%05d".formatted(epoch));
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
