package org.logoformer.jobs.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.bench.BenchCommand;
import org.logoformer.jobs.submit.Home;
import org.logoformer.jobs.training.SmallTraining;

class ClaimsBenchTest {
  @TempDir static Path folder;
  private static String shards;

  @BeforeAll
  static void writeShards() {
    shards = SmallTraining.shards(folder);
    System.setProperty(Home.PROPERTY, "..");
  }

  @Test
  void comparesSettingsSaysWhatHoldsAndConfirms() {
    CommandLineRun run = bench("--seeds", "2", "--confirm", "1");
    assertThat(run.error()).isEmpty();
    assertThat(run.out())
        .contains("trainings=12 finished=0", "without SAM seed=2")
        .containsPattern("(?m)compact loss and SAM +0\\.\\d+ \\+- .* reference ")
        .containsPattern("s/epoch +GMACs")
        .containsPattern("(?m)^claim compact-loss difference=\\S+ .* verdict=(holds|noise|contra)")
        .containsPattern("(?m)^claim compact-loss-as-printed difference=")
        .containsPattern("(?m)^claim sam difference=")
        .containsPattern("(?m)^confirm .*: uar=");
    assertThat(bench("--seeds", "2", "--confirm", "0").out())
        .contains("trainings=12 finished=12")
        .doesNotContain("confirm");
  }

  @Test
  void oneSeedTellsNothing() {
    assertThat(bench("--seeds", "1").exitCode()).isEqualTo(2);
  }

  @Test
  void onlyWhatIsComparedCanBeNamed() {
    CommandLineRun run = bench("--of", "colours");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error())
        .isEqualTo("--of colours: must be one of losses, attention, sampling, networks");
  }

  @Test
  void theNetworksCanBeListedWithoutTraining() {
    assertThat(bench("--of", "networks", "--seeds", "2", "--dry-run").out())
        .contains("r3d-18 seed=1", "vgg13-lstm seed=2");
  }

  private static CommandLineRun bench(String... options) {
    List<String> line =
        new ArrayList<>(List.of("claims", "--work", folder.resolve("work").toString()));
    line.addAll(Arrays.asList(options));
    line.addAll(SmallTraining.config("data.shards=" + shards).arguments());
    return CommandLineRun.of(new BenchCommand(), line.toArray(String[]::new));
  }
}
