package org.logoformer.jobs.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;

class SyntheticShardsTest {
  private static final LogoConfig CONFIG =
      LogoConfig.of("model.preset=tiny", "synth.train-clips=14");

  @TempDir Path work;
  private final List<List<String>> commands = new ArrayList<>();

  @Test
  void rendersAndPreparesOnce() {
    String folder = shards(CONFIG);
    assertThat(commands).hasSize(2);
    assertThat(commands.get(0)).startsWith("synth").contains("synth.train-clips=14");
    String clips = setting(commands.get(0), "synth.output=");
    assertThat(commands.get(1))
        .startsWith("prep")
        .contains("prep.source=" + clips, "prep.output=" + folder);

    assertThat(shards(CONFIG.with("train.epochs=3", "optimiser.lr=0.5"))).isEqualTo(folder);
    assertThat(commands).as("nothing was made again").hasSize(2);
  }

  @Test
  void otherClipsLieInAnotherFolder() {
    assertThat(shards(CONFIG.with("synth.seed=2"))).isNotEqualTo(shards(CONFIG));
    assertThat(commands).hasSize(4);
  }

  @Test
  void aCommandThatFailsIsQuoted() {
    SyntheticShards failing =
        new SyntheticShards(
            work,
            (out, err, arguments) -> {
              err.println("disk full");
              return 4;
            });
    assertThatThrownBy(() -> failing.folder(CONFIG, new PrintWriter(new StringWriter())))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("logo synth")
        .hasMessageContaining("code 4")
        .hasMessageContaining("disk full");
  }

  private String shards(LogoConfig config) {
    return new SyntheticShards(work, this::run).folder(config, new PrintWriter(new StringWriter()));
  }

  private int run(PrintWriter out, PrintWriter err, String... arguments) {
    List<String> command = Arrays.asList(arguments);
    commands.add(command);
    if (command.get(0).equals("prep")) {
      Path shards = Path.of(setting(command, "prep.output="));
      try {
        Files.createDirectories(shards);
        Files.writeString(shards.resolve("manifest.json"), "{}");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return 0;
  }

  private static String setting(List<String> command, String key) {
    return command.stream()
        .filter(a -> a.startsWith(key))
        .map(a -> a.substring(key.length()))
        .findFirst()
        .orElseThrow();
  }
}
