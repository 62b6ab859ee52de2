package org.logoformer.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The one measurement that needs both modules: clips are rendered by one, trained on by the other.
 */
class QualityBenchTest {
  @TempDir Path work;

  @Test
  void rendersItsOwnClipsOnce() {
    CommandLineRun first = bench("train.batch=14");
    assertThat(first.err()).isEmpty();
    assertThat(first.exitCode()).isZero();
    assertThat(first.out())
        .contains("rendered 21 clips", "train-clips=14 test-clips=7", "No recommendation");

    CommandLineRun second = bench("train.batch=7");
    assertThat(second.out()).contains("trainings=4 finished=0").doesNotContain("rendered");
  }

  private CommandLineRun bench(String setting) {
    return CommandLineRun.of(
        "bench",
        "quality",
        "--confirm",
        "0",
        "--work",
        work.toString(),
        "--H",
        "2",
        "--seeds",
        "1",
        "train.epochs=1",
        "model.backbone.width=2",
        "model.frames=2",
        "model.size=32",
        "model.dim=8",
        "model.depth=1",
        "model.heads=2",
        "model.window=[1,2,1]",
        "synth.train-clips=14",
        "synth.test-clips=7",
        "synth.frames-max=9",
        "spark.master=local[2]",
        setting);
  }
}
