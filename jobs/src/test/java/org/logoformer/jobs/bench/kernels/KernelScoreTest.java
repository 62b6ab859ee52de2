package org.logoformer.jobs.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelScoreTest {
  @Test
  void implementationsStandSideBySide() {
    String forward = "org.x.kernels.ConvolutionBenchmark.forward";
    List<KernelScore> scores =
        List.of(
            KernelScore.of(
                forward, Map.of("kernels", "onednn", "threads", "2", "place", "LAYER1"), 1.5),
            KernelScore.of("org.x.kernels.ElementwiseBenchmark.add", Map.of("kernels", "nd4j"), 2),
            KernelScore.of(
                forward, Map.of("kernels", "nd4j", "threads", "2", "place", "LAYER1"), 20.25));

    assertThat(KernelScore.table(scores))
        .containsExactly(
            "kernel Convolution.forward(layer1) onednn-ms=1.500 nd4j-ms=20.250",
            "kernel Elementwise.add nd4j-ms=2.000");
  }
}
