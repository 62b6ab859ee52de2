package org.logoformer.jobs.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.StandaloneCluster;

/** Executors are processes here, two of them, and what happens to them is real. */
@Tag("cluster")
class ExecutorFaultsTest {
  @TempDir static Path folder;
  private static StandaloneCluster cluster;
  private static JavaSparkContext spark;
  private static String shards;

  @BeforeAll
  static void start() {
    cluster = StandaloneCluster.start(folder.resolve("spark"), 2);
    spark = new JavaSparkContext(cluster.conf().set("spark.task.maxFailures", "3"));
    shards = "data.shards=" + SmallTraining.shards(folder);
  }

  @AfterAll
  static void stop() {
    spark.close();
    cluster.close();
  }

  @Nested
  class OfJobs extends JobFaults {}

  @Nested
  class OfCrews extends CrewFaults {}

  static JavaSparkContext spark() {
    return spark;
  }

  static LogoConfig config(String... settings) {
    return SmallTraining.config(shards).with(settings);
  }

  /**
   * A deed of a worker.
   *
   * @param name of this one alone
   */
  static Sabotage sabotage(String name, long step, int times, Sabotage.Deed deed) {
    try {
      Path counts = Files.createDirectory(folder.resolve(name));
      return new Sabotage(counts.toString(), step, times, deed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
