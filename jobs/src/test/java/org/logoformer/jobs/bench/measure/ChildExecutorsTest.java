package org.logoformer.jobs.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChildExecutorsTest {
  @Test
  void anExecutorIsToldByItsCommandLine() {
    assertThat(
            ChildExecutors.executor(
                List.of(
                    "java",
                    "-cp",
                    "/a:/b",
                    "org.apache.spark.executor.CoarseGrainedExecutorBackend",
                    "--executor-id",
                    "3",
                    "--cores",
                    "1",
                    "")))
        .contains("3");
    assertThat(ChildExecutors.executor(List.of("java", "--executor-id", "3"))).isEmpty();
    assertThat(ChildExecutors.executor(List.of(""))).isEmpty();
  }
}
