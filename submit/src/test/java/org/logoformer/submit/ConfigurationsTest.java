package org.logoformer.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  @ParameterizedTest
  @MethodSource("configurations")
  void saysAtItsBeginningWhatItIsFor(Path file) throws IOException {
    assertThat(file.getFileName().toString()).endsWith(".conf");
    assertThat(Files.readString(file)).matches("(?s)# [A-Z0-9].{20,}");
  }

  @Test
  void thoseThatTheReadmeNamesAreThere() throws IOException {
    Set<String> named =
        Pattern.compile("conf/([a-z0-9-]+\\.conf)")
            .matcher(Files.readString(Path.of("../README.md")))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
    assertThat(configurations().stream().map(f -> f.getFileName().toString())).containsAll(named);
    assertThat(named).isNotEmpty();
  }
}
