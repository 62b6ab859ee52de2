package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.Evidence;
import org.logoformer.jobs.FrailFileSystem;

/**
 * A run of two rounds, a checkpoint after each, whose driver dies at every call that changes its
 * files. {@link TrainKilledTest} really ends processes, at some of these calls.
 */
class DriverDeathTest {
  @TempDir Path folder;

  @Test
  void whereverTheDriverDiesTheSameCommandGoesOnToTheSameBits() throws IOException {
    LogoConfig config =
        SmallTraining.config(
            "data.shards=" + SmallTraining.shards(folder),
            "run.dir=frail://" + folder.resolve("runs"),
            "train.checkpoint.every-rounds=1",
            "train.checkpoint.keep-last=1");
    SparkConf conf =
        new SparkConf().set("spark.hadoop." + FrailFileSystem.KEY, FrailFileSystem.class.getName());
    try (JavaSparkContext spark = SmallTraining.local(conf)) {
      train(spark, config);
      String undisturbed = outcome();
      Set<String> resumed = new TreeSet<>();
      int calls = 0;
      for (boolean alive = false; !alive; calls++) {
        delete(folder.resolve("runs"));
        FrailFileSystem.dieAfter(calls);
        Throwable death = catchThrowable(() -> train(spark, config));
        alive = FrailFileSystem.callsLeft() >= 0;
        FrailFileSystem.dieAfter(Integer.MAX_VALUE);
        if (!alive) {
          requireTold(death, calls);
          resumed.add(where(train(spark, config)));
        }
        assertThat(outcome()).as("death at call " + calls).isEqualTo(undisturbed);
      }
      assertThat(resumed).hasSize(3);
      new Evidence(
              3,
              "the driver dies at each call that changes files",
              "death at each of the %d calls of a 2-round run; went on from %s"
                  .formatted(calls - 1, resumed),
              undisturbed,
              outcome())
          .requireEqual();
    }
  }

  /** A driver that only could not take its mark away has done all that it was to do. */
  private void requireTold(Throwable death, int calls) {
    if (death == null) {
      assertThat(folder.resolve("runs/run/metrics.json")).as("death at call " + calls).exists();
      assertThat(folder.resolve("runs/run/_owner.json")).as("death at call " + calls).exists();
    } else {
      assertThat(death).as("death at call " + calls).isInstanceOf(ClusterException.class);
    }
  }

  private static String train(JavaSparkContext spark, LogoConfig config) {
    StringWriter out = new StringWriter();
    TrainingRun.train(spark, config, new PrintWriter(out));
    return out.toString();
  }

  /** What the resumed run said about where it went on. */
  private static String where(String out) {
    return out.lines().filter(l -> l.startsWith("resumed")).findFirst().orElse("the beginning");
  }

  /** Everything that must be the same: the last checkpoint, the test's result, the log's lines. */
  private String outcome() throws IOException {
    Path fold = folder.resolve("runs/run/fold-0");
    Path last = fold.resolve("ckpt/epoch-001-round-0002");
    assertThat(last.resolve("_SUCCESS")).exists();
    assertThat(Files.readAllLines(fold.resolve("metrics.jsonl"))).hasSize(3);
    return Evidence.hash(
        Files.readAllBytes(last.resolve("params.safetensors")),
        Files.readAllBytes(last.resolve("momentum.safetensors")),
        Files.readAllBytes(last.resolve("outer.safetensors")),
        Files.readAllBytes(fold.resolve("metrics.json")));
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
