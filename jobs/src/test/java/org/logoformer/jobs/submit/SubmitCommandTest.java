package org.logoformer.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;

class SubmitCommandTest {
  private static final List<String> TYPED = List.of("train", "run.name=r");
  private static final List<String> JARS = List.of("logoformer-core-1.jar", "nd4j-api.jar");

  @Test
  void ownSparkHomeIsUsedThroughItsSparkSubmit() {
    List<String> line =
        command(Optional.of(Path.of("/opt/spark")), "spark.master=yarn").line(TYPED);
    assertThat(line.get(0)).isEqualTo("/opt/spark/bin/spark-submit");
    assertThat(line).containsSequence("--master", "yarn", "--deploy-mode", "client");
  }

  @Test
  void jobJarsTravelToAClusterAndStayInPlaceLocally() {
    assertThat(command(Optional.empty(), "spark.master=spark://h:7077").line(TYPED))
        .containsSequence("--jars", "/dist/app/nd4j-api.jar");
    assertThat(command(Optional.empty(), "spark.master=local[2]").line(TYPED))
        .doesNotContain("--jars")
        .contains("spark.executor.extraClassPath=/dist/app/*");
  }

  @Test
  void theTypedWordsComeLastAfterTheMainJar() {
    assertThat(command(Optional.empty()).line(TYPED))
        .endsWith("/dist/app/logoformer-core-1.jar", "train", "run.name=r");
  }

  @Test
  void withoutASparkHomeTheAssembledOneRuns() {
    assertThat(command(Optional.empty()).line(TYPED))
        .startsWith("env")
        .contains(
            "SPARK_HOME=/dist/spark",
            "-Xmx2048m",
            "org.apache.spark.deploy.SparkSubmit",
            "local[*]");
  }

  @Test
  void memoryBoundsFollowTheConfiguration() {
    List<String> line =
        command(Optional.empty(), "spark.executor-memory=3g", "spark.native-memory=8g").line(TYPED);
    assertThat(line)
        .contains("spark.executor.memory=3072m", "spark.executor.memoryOverhead=8192m")
        .anyMatch(word -> word.contains("javacpp.maxbytes=8192m"));
  }

  @Test
  void sparkConfHasTheLastWord() {
    assertThat(command(Optional.empty(), "spark.conf.spark.executor.memory=9g").line(TYPED))
        .contains("spark.executor.memory=9g")
        .doesNotContain("spark.executor.memory=2048m");
  }

  private static SubmitCommand command(Optional<Path> sparkHome, String... overrides) {
    return new SubmitCommand(
        LogoConfig.of(overrides),
        "file:/log4j2.properties",
        Path.of("/dist"),
        sparkHome,
        Optional.empty(),
        JARS);
  }
}
