package org.logoformer.jobs.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.bench.measure.Blocks;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;

class OperationsTest {
  static List<Operations.Layer> layers() {
    return Operations.LAYERS;
  }

  @ParameterizedTest
  @MethodSource("layers")
  void everyOperationRunsOnEveryImplementation(Operations.Layer layer) {
    for (Implementation implementation : Implementation.values()) {
      if (!implementation.isServed()) {
        continue;
      }
      try (Kernels kernels = implementation.make(1)) {
        List<Op> operations = layer.on(kernels);

        assertThat(operations).hasSameSizeAs(layer.titles());
        operations.forEach(Op::run);
      }
    }
  }

  @Test
  void anOperationIsTimedOnEveryImplementation() {
    AtomicLong clock = new AtomicLong();
    Blocks blocks = new Blocks(2, 0, () -> clock.getAndAdd(1_500_000));
    assertThat(
            KernelsBench.line(
                "Linear.forward(out)",
                KernelsBench.milliseconds(
                    "Linear.forward(out)",
                    List.of(Implementation.ONEDNN, Implementation.ND4J),
                    1,
                    blocks)))
        .isEqualTo("kernel Linear.forward(out) onednn-ms=1.500 nd4j-ms=1.500");
  }

  @Test
  void operationsAreNamedByLayerAndPlace() {
    assertThat(Operations.names())
        .doesNotHaveDuplicates()
        .contains(
            "Convolution.forward(layer1)",
            "Linear.weightGradient(qkv)",
            "Attention.softmax(local)",
            "Normalization.batchTrain",
            "Elementwise.add");
  }

  @Test
  void anOperationThatIsNotThereIsRefusedWithTheNamesOfTheOthers() {
    assertThatThrownBy(() -> KernelsBench.matching("deconvolution"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("deconvolution")
        .hasMessageContaining("Convolution.forward(stem)");
  }
}
