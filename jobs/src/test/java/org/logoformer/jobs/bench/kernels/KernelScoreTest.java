package org.logoformer.jobs.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelScoreTest {
  @Test
  void implementationsStandSideBySide() {
    List<KernelScore> scores =
        List.of(
            new KernelScore("Convolution.forward(layer1)", "onednn", 1.5),
            new KernelScore("Elementwise.add", "nd4j", 2),
            new KernelScore("Convolution.forward(layer1)", "nd4j", 20.25));

    assertThat(KernelScore.table(scores))
        .containsExactly(
            "kernel Convolution.forward(layer1) onednn-ms=1.500 nd4j-ms=20.250",
            "kernel Elementwise.add nd4j-ms=2.000");
  }
}
