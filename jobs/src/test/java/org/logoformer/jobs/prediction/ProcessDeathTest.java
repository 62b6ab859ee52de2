package org.logoformer.jobs.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.FatalFileSystem;
import org.logoformer.jobs.Fixture;
import org.logoformer.jobs.LogoProcess;
import org.logoformer.jobs.StandaloneCluster;
import org.logoformer.jobs.TinyShards;
import org.logoformer.jobs.training.Attempts;
import org.logoformer.provenance.Sha256;

/**
 * A process gets SIGKILL while it reads clips to evaluate or predict: an executor, or the driver.
 */
@Tag("cluster")
final class ProcessDeathTest {
  @TempDir static Path folder;
  private static StandaloneCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = StandaloneCluster.start(folder.resolve("spark"), 2);
    // 48 clips: two parts of 16 for an executor, one for the other.
    TinyShards.write(folder.resolve("shards"), 12, TinyShards.Tags.SPLIT);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void anEvaluationWhoseExecutorDiesHasEveryClipOnceAndTheSameFigures() throws IOException {
    String weights = "evaluate.weights=" + Fixture.weights().toAbsolutePath();
    requireDone(logo("evaluate", "run.name=whole", weights));
    // In the midst of the 24 clips of its task.
    dying(10, () -> requireDone(logo("evaluate", "run.name=killed", weights)));
    Path whole = folder.resolve("runs/whole");
    Path killed = folder.resolve("runs/killed");
    assertThat(Files.readString(killed.resolve("fold-0/metrics.json"))).contains("\"clips\" : 48");
    assertThat(contents(killed)).isEqualTo(contents(whole)).contains("predictions.parquet");
  }

  @Test
  void anEvaluationWhoseDriverDiesIsGoneOnWith() throws Exception {
    String weights = "evaluate.weights=" + Fixture.weights().toAbsolutePath();
    requireDone(logo("evaluate", "run.name=once", weights));
    List<String> words = words("evaluate", "run.name=twice", weights);
    Path mark = folder.resolve("mark-driver");
    // In the midst of the second part of either of the two tasks: the first parts are written.
    List<String> dying = List.of("-Dfatal.reads=40", "-Dfatal.mark=" + mark);
    Process process = LogoProcess.start(folder.resolve("twice.log"), dying, words);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as("SIGKILL").isEqualTo(137);
    Path twice = folder.resolve("runs/twice");
    assertThat(twice.resolve("fold-0/metrics.json")).doesNotExist();
    try (Stream<Path> files = Files.walk(twice)) {
      assertThat(files.filter(f -> f.toString().endsWith(".parquet"))).isNotEmpty();
    }

    Path again = folder.resolve("mark-again");
    // It would die if it read all clips again.
    List<String> limited = List.of("-Dfatal.reads=48", "-Dfatal.mark=" + again);
    Process rest = LogoProcess.start(folder.resolve("rest.log"), limited, words);
    assertThat(rest.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(rest.exitValue()).isZero();
    assertThat(again).doesNotExist();
    Path once = folder.resolve("runs/once");
    for (String metrics : List.of("metrics.json", "fold-0/metrics.json")) {
      assertThat(twice.resolve(metrics)).hasSameBinaryContentAs(once.resolve(metrics));
    }
    // Two processes may write the same rows in other bytes: Parquet lists encodings in any order.
    String table = "fold-0/predictions.parquet";
    assertThat(rows(twice.resolve(table))).hasSize(48).isEqualTo(rows(once.resolve(table)));
  }

  @Test
  void aPredictionWhoseExecutorDiesHasEveryClipOnceInTheSameFiles() throws IOException {
    String[] words = {"--weights", Fixture.weights().toAbsolutePath().toString(), "--out"};
    Path whole = folder.resolve("whole.parquet");
    Path killed = folder.resolve("killed.parquet");
    requireDone(logo("predict", words[0], words[1], words[2], whole.toString()));
    // The frames of a clip are one read: it has written a part, and dies in the next.
    dying(
        16 + 4,
        () -> requireDone(logo("predict", words[0], words[1], words[2], killed.toString())));
    assertThat(killed.resolve("_SUCCESS")).exists();
    assertThat(rows(killed)).hasSize(48).isEqualTo(rows(whole)).doesNotHaveDuplicates();
  }

  /** Hashes of the figures and of the tables of clips, by their names. */
  private static String contents(Path of) throws IOException {
    StringBuilder contents = new StringBuilder();
    try (Stream<Path> files = Files.walk(of)) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*(metrics.json|parquet)")).sorted().toList()) {
        if (Files.isRegularFile(file) && !file.getFileName().toString().startsWith(".")) {
          String hash = Sha256.hex(Files.readAllBytes(file));
          contents.append(of.relativize(file)).append(' ').append(hash).append('\n');
        }
      }
    }
    return contents.toString();
  }

  private static List<String> rows(Path of) throws IOException {
    return SparkPredictionTest.rows(of).stream().map(Object::toString).toList();
  }

  /** Does something on the cluster, where the first executor that has read so often dies. */
  private static void dying(int reads, Runnable work) throws IOException {
    Path mark = folder.resolve("mark-" + reads);
    String options =
        "-XX:TieredStopAtLevel=1 -Dfatal.reads=%d -Dfatal.mark=%s".formatted(reads, mark);
    // The command finds this context, and closes it.
    JavaSparkContext spark =
        new JavaSparkContext(
            cluster
                .conf()
                .set(FatalFileSystem.KEY, FatalFileSystem.class.getName())
                .set("spark.executor.extraJavaOptions", options)
                .set("spark.scheduler.minRegisteredResourcesRatio", "1.0"));
    Attempts attempts = new Attempts();
    spark.sc().addSparkListener(attempts);
    work.run();
    assertThat(mark).exists();
    assertThat(attempts.lost()).as("tasks lost").isPositive();
  }

  private static void requireDone(CommandLineRun run) {
    assertThat(run.exitCode()).as(run.error()).isZero();
  }

  private static CommandLineRun logo(String... more) {
    return CommandLineRun.logo(words(more).toArray(String[]::new));
  }

  private static List<String> words(String... more) {
    List<String> words = new ArrayList<>(List.of(more));
    words.addAll(
        List.of(
            "model.preset=tiny",
            "evaluate.batch=1",
            "evaluate.resamples=0",
            "data.prefetch=0",
            "run.dir=" + folder.resolve("runs"),
            "data.shards=fatal://" + folder.resolve("shards"),
            "spark.master=local[2]",
            "spark.conf.\"spark.ui.enabled\"=false",
            "spark.conf.\"" + FatalFileSystem.KEY + "\"=" + FatalFileSystem.class.getName()));
    return words;
  }
}
