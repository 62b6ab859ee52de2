package org.logoformer.jobs.bench.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.TinyShards;

class DataBenchTest {
  @TempDir Path folder;
  private final List<List<String>> commands = new ArrayList<>();

  @Test
  void tellsWhatAWorkerWaitsForInEachFormat() {
    CommandLineRun run = bench();

    assertThat(run.error()).isEmpty();
    // Two steps of four clips, and some to choose from.
    assertThat(commands.get(0)).contains("synth.train-clips=12", "synth.test-clips=3");
    assertThat(run.out())
        .contains("bench preset=tiny batch=4 threads=1 frequency=2")
        .containsPattern("(?m)^data format=raw wait=\\d+\\.\\d\\d% step-ms=\\S+ read-ms=\\d")
        // One or both batches of four clips of 4 frames of 64 pixels, float32.
        .containsPattern("(?m) held-mib=(0\\.8|1\\.5)$")
        .containsPattern("(?m)^data format=jpeg wait=\\d");
  }

  @Test
  void takesAShardSetThatIsThere() throws IOException {
    TinyShards.write(folder, 2, TinyShards.Tags.SPLIT);
    CommandLineRun run = bench("data.shards=" + folder.toUri(), "data.shuffle=shard-window");

    assertThat(run.error()).isEmpty();
    assertThat(commands).isEmpty();
    assertThat(run.out()).containsPattern("(?m)^data format=given wait=\\d");
  }

  private CommandLineRun bench(String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--rounds",
                "1",
                "model.preset=tiny",
                "batch=4",
                "threads=1",
                "train.averaging-frequency=2"));
    all.addAll(List.of(arguments));
    return CommandLineRun.of(new DataBench(this::run), all.toArray(String[]::new));
  }

  private int run(PrintWriter out, PrintWriter err, String... arguments) {
    List<String> command = Arrays.asList(arguments);
    commands.add(command);
    if (command.get(0).equals("prep")) {
      try {
        TinyShards.write(Path.of(setting(command, "prep.output=")), 2, TinyShards.Tags.SPLIT);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return 0;
  }

  private static String setting(List<String> command, String key) {
    return command.stream()
        .filter(a -> a.startsWith(key))
        .findFirst()
        .orElseThrow()
        .substring(key.length());
  }
}
