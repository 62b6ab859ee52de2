package org.logoformer.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.jobs.submit.Launch;

/** The spark-submit commands of the cluster configurations, word by word. */
class SubmittedCommandTest {
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"cluster-standalone", "cluster-yarn", "cluster-k8s"})
  void isTheOneOnRecord(String configuration) throws IOException {
    List<String> typed = List.of("train", "--config", "../conf/" + configuration + ".conf");
    assertThat(line(home, typed)).containsExactlyElementsOf(recorded(configuration + ".txt"));
  }

  @Test
  void withGpusOnKubernetes() throws IOException {
    List<String> typed =
        List.of("train", "--config", "../conf/cluster-k8s.conf", "spark.gpus=1", "train.threads=2");
    assertThat(line(home, typed)).containsExactlyElementsOf(recorded("cluster-k8s-gpu.txt"));
  }

  /** The command with {@code HOME} for the project's folder, and the add-opens left out. */
  private static List<String> line(Path home, List<String> typed) throws IOException {
    build(home);
    return Launch.line(typed, home, Map.of("SPARK_HOME", "/opt/spark")).stream()
        .map(word -> word.replace(home.toString(), "HOME"))
        .toList();
  }

  /** The files of a build that a command names. */
  static void build(Path home) throws IOException {
    Path app = Files.createDirectories(home.resolve("submit/target/dist/app"));
    for (String jar : new String[] {"logoformer-core-0.1.0.jar", "logoformer-jobs-0.1.0.jar"}) {
      Files.createFile(app.resolve(jar));
    }
  }

  private static List<String> recorded(String name) throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/org/logoformer/submit", name));
  }
}
