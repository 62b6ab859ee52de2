package org.logoformer.jobs.bench.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.logoformer.jobs.CommandLineRun;

final class EvaluationBenchTest {
  @Test
  void tellsTheSpeedOfAnEvaluationBesideThatOfTheBareNetwork() {
    CommandLineRun run =
        CommandLineRun.logo(
            "bench",
            "evaluation",
            "--blocks=1",
            "--block-seconds=0",
            "--batches=1",
            "evaluate.batch=2",
            "model.preset=tiny",
            "spark.conf.\"spark.ui.enabled\"=false");
    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(run.out())
        .containsPattern("evaluation batch=2 bare-clips/s=\\d+\\.\\d{3} evaluate-clips/s=-?\\d")
        .containsPattern("(?m)^ratio evaluation -?\\d+\\.\\d{3}$");
  }
}
