package org.logoformer.jobs.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.bench.BenchCommand;

class ProofsBenchTest {
  @Test
  void tellsWhatEachPresetCosts() {
    CommandLineRun run = bench("--presets", "tiny", "--batches", "1,2", "threads=1");
    assertThat(run.error()).isEmpty();
    assertThat(run.out().lines().toList())
        .hasSize(2)
        .allMatch(
            line ->
                line.matches(
                    "proofs preset=tiny batch=[12] threads=1 operations=[1-9]\\d+ routed=\\d+"
                        + " seconds=\\d+\\.\\d\\d making=\\d+\\.\\d\\d"));
  }

  @Test
  void noClipsAreRefused() {
    assertThat(bench("--batches", "0").exitCode()).isEqualTo(2);
  }

  private static CommandLineRun bench(String... options) {
    String[] line = new String[options.length + 1];
    line[0] = "proofs";
    System.arraycopy(options, 0, line, 1, options.length);
    return CommandLineRun.of(new BenchCommand(), line);
  }
}
