package org.logoformer.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.TrainConfig.KernelChoice;
import org.logoformer.error.ConfigException;
import org.logoformer.runtime.Backend;
import org.nd4j.linalg.api.buffer.DataType;

class KernelsFactoryTest {

  @ParameterizedTest
  @CsvSource({
    "AUTO, FLOAT, CPU, ONEDNN",
    "AUTO, DOUBLE, CPU, ND4J",
    "AUTO, FLOAT, CUDA, ND4J",
    "AUTO, DOUBLE, CUDA, ND4J",
    "ND4J, FLOAT, CPU, ND4J",
    "ND4J, DOUBLE, CUDA, ND4J",
    "ONEDNN, FLOAT, CPU, ONEDNN"
  })
  void eachLegalCombinationHasAnImplementation(
      KernelChoice choice, DataType type, Backend backend, KernelChoice expected) {
    assertThat(KernelsFactory.resolve(choice, type, backend)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"DOUBLE, CPU, f64", "FLOAT, CUDA, CUDA"})
  void oneDnnRefusesWhatItCannotDoAndSaysWhatToSet(DataType type, Backend backend, String names) {
    assertThatThrownBy(() -> KernelsFactory.resolve(KernelChoice.ONEDNN, type, backend))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(names)
        .hasMessageContaining("set train.kernels to nd4j or auto");
  }

  @Test
  void typesWithoutKernelsAreRefused() {
    assertThatThrownBy(
            () -> KernelsFactory.resolve(KernelChoice.AUTO, DataType.BFLOAT16, Backend.CPU))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("BFLOAT16");
  }

  @Test
  void theKernelsMadeHoldTensorsOfTheirType() {
    try (Kernels kernels = KernelsFactory.make(KernelChoice.AUTO, DataType.DOUBLE, 1)) {
      assertThat(kernels.arena().allocate(3).type()).isEqualTo(DataType.DOUBLE);
    }
  }

  @Test
  void theInstructionsInUseHaveNames() {
    assertThat(KernelsFactory.instructionSet(KernelChoice.ONEDNN)).matches("sse41|avx.*|0x.+");
    assertThat(KernelsFactory.instructionSet(KernelChoice.ND4J)).isIn("plain", "avx2", "avx512");
  }
}
