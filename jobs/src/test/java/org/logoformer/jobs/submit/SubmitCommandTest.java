package org.logoformer.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;

class SubmitCommandTest {
  private static final Map<String, String> OWN_SPARK = Map.of("SPARK_HOME", "/opt/spark");

  @TempDir Path home;
  private String app;

  @BeforeEach
  void build() throws IOException {
    Path folder = Files.createDirectories(home.resolve("submit/target/dist/app"));
    Files.createFile(folder.resolve("logoformer-core-1.jar"));
    Files.createFile(folder.resolve("nd4j-api.jar"));
    app = folder.toString();
  }

  @Test
  void ownSparkHomeIsUsedThroughItsSparkSubmit() {
    assertThat(Launch.line(List.of("train", "spark.master=yarn"), home, OWN_SPARK))
        .contains("/opt/spark/bin/spark-submit")
        .containsSequence("--master", "yarn", "--deploy-mode", "client");
  }

  @Test
  void withoutASparkHomeTheAssembledOneRuns() {
    assertThat(line("train"))
        .startsWith("env")
        .contains(
            "SPARK_HOME=" + home + "/submit/target/dist/spark",
            "-Xmx2048m",
            "org.apache.spark.deploy.SparkSubmit",
            "local[*]");
  }

  @Test
  void aProjectFolderWithASpaceStaysOneOptionOfTheDriver(@TempDir Path folder) throws IOException {
    home = folder.resolve("a home");
    build();
    assertThat(line("train", "spark.master=local[2]"))
        .anySatisfy(
            word ->
                assertThat(word)
                    .startsWith("spark.driver.extraJavaOptions=")
                    .contains(" \"-Dlogoformer.home=" + home + "\"")
                    .contains("/a%20home/submit/log4j2.properties"));
  }

  @Test
  void onlyAClusterOnLoopbackIsTalkedToOnLoopback() {
    assertThat(line("train", "spark.master=spark://127.0.0.1:7077"))
        .contains("SPARK_LOCAL_IP=127.0.0.1");
    assertThat(line("train", "spark.master=spark://there:7077"))
        .doesNotContain("SPARK_LOCAL_IP=127.0.0.1");
  }

  @Test
  void jobJarsStayInPlaceLocallyAndTravelToACluster() {
    assertThat(line("train", "spark.master=local[2]"))
        .doesNotContain("--jars")
        .contains("spark.executor.extraClassPath=" + app + "/*");
    assertThat(line("train", "spark.master=spark://h:7077"))
        .containsSequence("--jars", app + "/nd4j-api.jar");
  }

  @Test
  void jobJarsThatLieOnTheClusterDoNotTravel() {
    assertThat(line("train", "spark.master=yarn", "spark.jars=hdfs:///app/"))
        .containsSequence("--jars", "hdfs:///app/nd4j-api.jar")
        .contains(app + "/logoformer-core-1.jar");
    assertThat(
            line(
                "train",
                "spark.master=yarn",
                "spark.deploy-mode=cluster",
                "spark.jars=local:/opt/app"))
        .doesNotContain("--jars")
        .contains(
            "local:///opt/app/logoformer-core-1.jar",
            "spark.executor.extraClassPath=/opt/app/*",
            "spark.driver.extraClassPath=/opt/app/*");
  }

  @Test
  void aStandaloneClusterCannotBeSentTheDriversJars() {
    assertThatThrownBy(
            () -> line("train", "spark.master=spark://h:7077", "spark.deploy-mode=cluster"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("spark.jars");
  }

  @Test
  void anUnknownMasterIsRefused() {
    assertThatThrownBy(() -> line("train", "spark.master=mesos://h:5050"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("mesos://h:5050")
        .hasMessageContaining("yarn");
  }

  @Test
  void theTypedWordsComeLastAfterTheMainJar() {
    assertThat(line("train", "run.name=r"))
        .endsWith(app + "/logoformer-core-1.jar", "train", "run.name=r");
  }

  @Test
  void aDriverOnTheClusterGetsSettingsAndNotTheNamesOfFilesThatStayHere() throws IOException {
    Path file = home.resolve("a.conf");
    Files.writeString(
        file, "model.preset = tiny, spark { master = yarn, deploy-mode = cluster }, run.name = r");
    List<String> line = line("train", "--config", file.toString(), "run.seed=7", "--verbose");
    assertThat(line)
        .contains(ClusterMain.class.getName())
        .containsSubsequence(app + "/logoformer-core-1.jar", "train", "--verbose")
        .contains("run.name=r", "run.seed=7", "model.preset=tiny", "spark.deploy-mode=cluster")
        .doesNotContain("--config", file.toString())
        .noneMatch(word -> word.contains("log4j2"));
  }

  @Test
  void memoryFollowsTheConfiguration() {
    assertThat(
            line(
                "train",
                "spark.executor-memory=3g",
                "spark.native-memory=8g",
                "spark.overhead=512m",
                "spark.master=yarn",
                "spark.deploy-mode=cluster"))
        .contains(
            "spark.executor.memory=3072m",
            "spark.executor.memoryOverhead=8704m",
            "spark.driver.memoryOverhead=8704m")
        .anyMatch(word -> word.contains("javacpp.maxbytes=8192m"));
  }

  @Test
  void threadsFollowTheConfiguration() {
    assertThat(line("train", "train.threads=4", "spark.master=yarn", "spark.executors=3"))
        .contains(
            "spark.executor.instances=3",
            "spark.executor.cores=4",
            "spark.task.cpus=4",
            "spark.executorEnv.OMP_NUM_THREADS=4",
            "OMP_NUM_THREADS=4");
    assertThat(line("train", "train.threads=2", "spark.master=spark://h:1", "spark.executors=3"))
        .contains("spark.cores.max=6");
  }

  @Test
  void tasksThatRunNoNetworkTakeOneCoreAndNoGpu() {
    assertThat(line("prep", "train.threads=4", "spark.master=yarn", "spark.gpus=1"))
        .contains("spark.executor.cores=4")
        .noneMatch(word -> word.startsWith("spark.task.cpus"))
        .noneMatch(word -> word.contains("resource.gpu"));
  }

  @Test
  void theNativeVariantHoldsForAllNativeCodeInEveryProcess() {
    List<String> line =
        line(
            "train",
            "spark.native-variant=avx2",
            "spark.java-options=-XX:+UseZGC  -Da=b",
            "spark.master=yarn",
            "spark.deploy-mode=cluster");
    assertThat(line)
        .contains(
            "ONEDNN_MAX_CPU_ISA=AVX2",
            "spark.executorEnv.ONEDNN_MAX_CPU_ISA=AVX2",
            "spark.yarn.appMasterEnv.ONEDNN_MAX_CPU_ISA=AVX2",
            "spark.executorEnv.OPENBLAS_CORETYPE=HASWELL");
    for (String role : new String[] {"executor", "driver"}) {
      assertThat(line)
          .anyMatch(
              word ->
                  word.startsWith("spark." + role + ".extraJavaOptions=")
                      && word.contains("-Duser.language=en -Duser.country=US ")
                      && word.contains("platform.extension=-avx2 -XX:+UseZGC -Da=b"));
    }
    assertThat(line("train")).noneMatch(word -> word.contains("MAX_CPU_ISA"));
  }

  @Test
  void oneKeyAsksForGpusOfEveryKindOfCluster() {
    assertThat(line("train", "spark.gpus=1", "spark.master=yarn"))
        .contains(
            "spark.executor.resource.gpu.amount=1",
            "spark.task.resource.gpu.amount=1",
            "spark.executor.resource.gpu.discoveryScript=./gpu-discovery.sh",
            "spark.executorEnv.CUDA_DEVICE_ORDER=PCI_BUS_ID")
        .containsSequence("--files", home + "/submit/gpu-discovery.sh");
    assertThat(
            line(
                "train",
                "spark.gpus=1",
                "spark.master=k8s://https://h:1",
                "spark.deploy-mode=cluster"))
        .contains(
            "spark.executor.resource.gpu.vendor=nvidia.com",
            "spark.executor.resource.gpu.discoveryScript=/opt/logoformer/gpu-discovery.sh",
            "spark.driver.resource.gpu.amount=1");
    assertThat(line("train", "spark.gpus=1", "spark.master=local-cluster[2,1,1024]"))
        .contains("spark.worker.resource.gpu.discoveryScript=" + home + "/submit/gpu-discovery.sh");
    assertThat(line("train", "spark.gpus=1", "spark.master=spark://h:1"))
        .contains("spark.executor.resource.gpu.amount=1")
        .noneMatch(word -> word.contains("discoveryScript"));
    assertThat(line("train", "spark.gpus=1")).noneMatch(word -> word.contains("resource.gpu"));
  }

  @Test
  void sparkConfHasTheLastWord() {
    assertThat(line("train", "spark.conf.spark.executor.memory=9g"))
        .contains("spark.executor.memory=9g")
        .doesNotContain("spark.executor.memory=2048m");
  }

  @Test
  void theDryRunPrintsWhatIsSubmitted() {
    Map<String, String> printed =
        SparkSettings.of(LogoConfig.of("spark.master=yarn", "train.threads=2"), "train");
    assertThat(printed)
        .containsEntry("spark.master", "yarn")
        .containsEntry("spark.submit.deployMode", "client")
        .containsEntry("spark.driver.memory", "2048m")
        .containsEntry("spark.executor.memoryOverhead", "7168m")
        .containsEntry("spark.executorEnv.OMP_NUM_THREADS", "2");
  }

  private List<String> line(String... typed) {
    return new ArrayList<>(Launch.line(List.of(typed), home, Map.of()));
  }
}
