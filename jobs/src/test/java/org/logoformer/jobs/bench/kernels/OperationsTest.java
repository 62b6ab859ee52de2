package org.logoformer.jobs.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.config.Precision;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.error.ConfigException;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;

class OperationsTest {
  static List<Operations.Layer> layers() {
    return Operations.LAYERS;
  }

  @ParameterizedTest
  @MethodSource("layers")
  void everyOperationRunsOnEveryImplementation(Operations.Layer layer) {
    for (String name : List.of("onednn", "nd4j")) {
      try (Kernels kernels = KernelsFactory.make(name, Precision.F32, 1)) {
        List<Op> operations = layer.on(kernels);

        assertThat(operations).hasSameSizeAs(layer.titles());
        operations.forEach(Op::run);
      }
    }
  }

  @Test
  void aBenchmarkRunsTheOperationOfItsName() {
    KernelBenchmark benchmark = new KernelBenchmark();
    benchmark.kernels = "onednn";
    benchmark.threads = 1;
    benchmark.operation = "Linear.forward(out)";
    benchmark.setUp();

    assertThatCode(benchmark::run).doesNotThrowAnyException();
    benchmark.tearDown();
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
    assertThatThrownBy(() -> KernelRun.of("deconvolution", 1, 1, 0.1, 0))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("deconvolution")
        .hasMessageContaining("Convolution.forward(stem)");
  }
}
