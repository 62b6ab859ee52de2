package org.logoformer.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.submit.Launch;

/**
 * One configuration submitted to a standalone cluster and to YARN, with the driver here and with
 * the driver in a container: real spark-submit, executor processes and HDFS.
 */
@Tag("cluster")
class SameBitsEverywhereTest {
  private static final String LAST = "/fold-0/ckpt/epoch-002-round-0004/params.safetensors";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static MiniDFSCluster hdfs;
  private static Path home;
  private static byte[] onStandalone;

  @BeforeAll
  static void trainOnStandalone() throws Exception {
    home = folder.resolve("home");
    BuiltHome.write(home);
    Configuration conf = new Configuration();
    conf.set("hdfs.minidfs.basedir", folder.resolve("hdfs").toString());
    hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    Files.writeString(
        folder.resolve("job.conf"),
        """
run { dir = "%1$s/runs" }
model.preset = tiny
data.shards = "%1$s/shards"
train { epochs = 2, batch = 8, workers = 2, averaging-frequency = 2 }
synth { train-clips = 28, test-clips = 7, output = "%2$s/ferv39k" }
prep { source = "%2$s/ferv39k", output = "%1$s/shards", store-size = 64 }
spark {
  executors = 2, driver-memory = 1g, executor-memory = 1g, native-memory = 1g, overhead = 256m
  conf { "spark.network.timeout" = 900s, "spark.ui.enabled" = false }
}
"""
            .formatted(hdfs.getURI().toString(), folder));
    assertThat(here("synth").exitCode()).isZero();
    assertThat(here("prep").exitCode()).isZero();
    try (StandaloneCluster cluster = new StandaloneCluster(home, folder, 2)) {
      String master = "spark.master=" + cluster.master();
      assertThat(submit("doctor", "examined", Map.of(), master))
          .contains("2 slots in 2 executors", "all slots compute the same bits", " 0 fail");
      submit("train", "standalone", Map.of(), master);
      onStandalone = parameters("standalone");
    }
  }

  @AfterAll
  static void stop() {
    hdfs.shutdown();
  }

  @Test
  void yarnComputesTheSameNetworkInBothDeployModes() throws Exception {
    Path conf = folder.resolve("hadoop");
    try (YarnCluster cluster = new YarnCluster(hdfs.getURI().toString(), conf)) {
      Map<String, String> environment = Map.of("HADOOP_CONF_DIR", conf.toString());
      submit("train", "client", environment, "spark.master=yarn");
      submit("train", "cluster", environment, "spark.master=yarn", "spark.deploy-mode=cluster");
    }
    assertThat(parameters("client")).isEqualTo(onStandalone);
    assertThat(parameters("cluster")).isEqualTo(onStandalone);
  }

  private static CommandLineRun here(String command) {
    return CommandLineRun.of(
        command, "--config", folder.resolve("job.conf").toString(), "spark.master=local[2]");
  }

  /** Runs a command through spark-submit and returns what it printed. */
  private static String submit(
      String name, String run, Map<String, String> environment, String... settings)
      throws Exception {
    List<String> typed = new ArrayList<>(List.of(name, "--config"));
    typed.add(folder.resolve("job.conf").toString());
    typed.add("run.name=" + run);
    typed.addAll(List.of(settings));
    Path log = folder.resolve(run + ".log");
    ProcessBuilder command =
        new ProcessBuilder(Launch.line(typed, home, environment))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    command.environment().putAll(environment);
    command.environment().remove("SPARK_HOME");
    Process process = command.start();
    boolean ended = process.waitFor(9, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended && process.waitFor() == 0).as(Files.readString(log)).isTrue();
    return Files.readString(log);
  }

  private static byte[] parameters(String run) throws IOException {
    try (InputStream in =
        hdfs.getFileSystem().open(new org.apache.hadoop.fs.Path("/runs/" + run + LAST))) {
      return in.readAllBytes();
    }
  }
}
