package org.logoformer.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of conf/ is one that the commands take. */
class ConfigurationsTest {
  private static final Path FOLDER = Path.of("../conf");

  static List<Path> configurations() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void dryRuns(Path file) {
    String command = file.getFileName().toString().startsWith("sweep") ? "sweep" : "train";
    CommandLineRun run =
        CommandLineRun.of(
            command, "--config", file.toString(), "--dry-run", "data.shards=", "run.dir=/none");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("GMACs");
  }

  @Test
  void areTheOnesThatTheDocumentationNames() throws IOException {
    assertThat(configurations().stream().map(f -> f.getFileName().toString()))
        .containsExactly(
            "cluster-k8s.conf",
            "cluster-standalone.conf",
            "cluster-yarn.conf",
            "dfew-5fold.conf",
            "ferv39k-paper.conf",
            "quickstart.conf",
            "sweep-example.conf");
  }
}
