package org.logoformer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.Precision;
import org.logoformer.config.TrainConfig.KernelChoice;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.kernels.Kernels;
import org.logoformer.runtime.Backend;
import org.logoformer.tensor.ElementType;

class KernelsFactoryTest {

  @ParameterizedTest
  @CsvSource({
    "AUTO, F32, CPU, ONEDNN",
    "AUTO, F64, CPU, ND4J",
    "AUTO, BF16_MATH, CPU, ONEDNN",
    "AUTO, F32, CUDA, ND4J",
    "AUTO, F64, CUDA, ND4J",
    "ND4J, F32, CPU, ND4J",
    "ND4J, F64, CUDA, ND4J",
    "ONEDNN, F32, CPU, ONEDNN"
  })
  void eachLegalCombinationHasAnImplementation(
      KernelChoice choice, Precision precision, Backend backend, KernelChoice expected) {
    assertThat(KernelsFactory.resolve(choice, precision, backend)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"F64, CPU, f64", "F32, CUDA, CUDA"})
  void oneDnnRefusesWhatItCannotDoAndSaysWhatToSet(
      Precision precision, Backend backend, String names) {
    assertThatThrownBy(() -> KernelsFactory.resolve(KernelChoice.ONEDNN, precision, backend))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(names)
        .hasMessageContaining("set train.kernels to nd4j or auto");
  }

  @Test
  void shortFactorsAreServedExactlyWhereTheyChangeSomething() {
    ThrowingCallable asking = () -> KernelsFactory.requireServed(Precision.BF16_MATH);
    if (KernelsFactory.instructionSet(KernelChoice.ONEDNN).contains("amx")) {
      assertThatCode(asking).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(asking).isInstanceOf(ClusterException.class);
    }
  }

  @Test
  void theKernelsMadeHoldTensorsOfTheirType() {
    try (Kernels kernels = KernelsFactory.make(KernelChoice.AUTO, Precision.F64, 1)) {
      assertThat(kernels.arena().allocate(3).type()).isEqualTo(ElementType.F64);
    }
  }

  @Test
  void theInstructionsInUseHaveNames() {
    assertThat(KernelsFactory.instructionSet(KernelChoice.ONEDNN)).matches("sse41|avx.*|0x.+");
    assertThat(KernelsFactory.instructionSet(KernelChoice.ND4J)).isIn("plain", "avx2", "avx512");
  }
}
