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
import org.logoformer.jobs.training.SmallTraining;

class PrecisionBenchTest {
  @TempDir static Path folder;
  private static String shards;

  @BeforeAll
  static void writeShards() {
    shards = SmallTraining.shards(folder);
  }

  @Test
  void comparesPairsFromTheSameSeeds() {
    CommandLineRun run = bench("--other", "f64", "--seeds", "2");

    assertThat(run.error()).isEmpty();
    assertThat(run.out())
        .contains("trainings=4 finished=0", "seed=2 precision=f64")
        .containsPattern("(?m)^ +2  0\\.\\d{4}  0\\.\\d{4} +[+-]0\\.\\d{4}$")
        .containsPattern("(?m)^precision f64 uar-difference=.* verdict=(un)?safe$");
    assertThat(bench("--other", "f64", "--seeds", "2").out()).contains("trainings=4 finished=4");
  }

  @Test
  void isSafeWithinTwoPointsEitherWay() {
    assertThat(PrecisionBench.isSafe(new Interval(-0.019, 0.1))).isTrue();
    assertThat(PrecisionBench.isSafe(new Interval(0.021, 0.001))).isFalse();
    assertThat(PrecisionBench.isSafe(new Interval(-0.021, 0.001))).isFalse();
    assertThat(PrecisionBench.isSafe(Interval.of(0, Double.NaN))).as("diverged").isFalse();
  }

  @Test
  void thirtyTwoBitsAreNotComparedWithThemselves() {
    assertThat(bench("--other", "f32").exitCode()).isEqualTo(2);
    assertThat(bench("--other", "f64", "--seeds", "1").error()).contains("at least two pairs");
    assertThat(bench("--other", "f16").error()).contains("train.precision");
  }

  private static CommandLineRun bench(String... options) {
    List<String> line =
        new ArrayList<>(List.of("precision", "--work", folder.resolve("work").toString()));
    line.addAll(Arrays.asList(options));
    line.addAll(SmallTraining.config("data.shards=" + shards).arguments());
    line.removeIf(argument -> argument.startsWith("train.precision"));
    return CommandLineRun.of(new BenchCommand(), line.toArray(String[]::new));
  }
}
