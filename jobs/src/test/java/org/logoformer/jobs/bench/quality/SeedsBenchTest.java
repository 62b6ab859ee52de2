package org.logoformer.jobs.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.bench.BenchCommand;
import org.logoformer.jobs.submit.Home;
import org.logoformer.jobs.training.SmallTraining;

class SeedsBenchTest {
  @TempDir static Path folder;
  private static String shards;

  @BeforeAll
  static void writeShards() {
    shards = SmallTraining.shards(folder);
    System.setProperty(Home.PROPERTY, "..");
  }

  @Test
  void trainsEverySeedInAProcessOfItsOwnInstructionsOnce() {
    CommandLineRun first = bench("--seeds", "2", "--variants", "plain");
    assertThat(first.error()).isEmpty();
    assertThat(first.out())
        .containsPattern("(?m)^seed 1 sse41 uar=\\d\\.\\d{4} shuffled=\\d\\.\\d{4} seconds=\\d+$")
        .containsPattern("(?m)^seed 2 sse41 ")
        .contains("ended: seed=1")
        .containsPattern("seeds runs=2 uar-min=\\S+ drop-min=\\S+ uar-median=\\S+\\R$");

    CommandLineRun second = bench("--seeds", "2", "--variants", "plain");
    assertThat(second.out()).doesNotContain("ended:");
    assertThat(seeds(second)).isEqualTo(seeds(first));
  }

  @Test
  void aDryRunListsTheTrainings() {
    assertThat(bench("--dry-run").out()).contains("quickstart seed=8 precision=f32");
  }

  @Test
  void noSeedsAreRefused() {
    assertThat(bench("--seeds", "0").exitCode()).isEqualTo(2);
  }

  private static List<String> seeds(CommandLineRun run) {
    Matcher line = Pattern.compile("(?m)^seeds? .*$").matcher(run.out());
    return line.results().map(r -> r.group()).toList();
  }

  private static CommandLineRun bench(String... options) {
    List<String> line =
        new ArrayList<>(List.of("seeds", "--work", folder.resolve("work").toString()));
    line.addAll(Arrays.asList(options));
    line.addAll(SmallTraining.config("data.shards=" + shards).arguments());
    return CommandLineRun.of(new BenchCommand(), line.toArray(String[]::new));
  }
}
