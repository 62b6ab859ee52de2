package org.logoformer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.Precision;
import org.logoformer.config.TrainConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.kernels.Kernels;
import org.logoformer.runtime.Backend;
import org.logoformer.tensor.ElementType;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;

class KernelsFactoryTest {

  @ParameterizedTest
  @CsvSource({
    "auto, F32, CPU, onednn",
    "auto, F64, CPU, nd4j",
    "auto, BF16, CPU, onednn",
    "auto, BF16_MATH, CPU, onednn",
    "auto, F32, CUDA, nd4j",
    "auto, F64, CUDA, nd4j",
    "nd4j, F32, CPU, nd4j",
    "nd4j, F64, CUDA, nd4j",
    "onednn, F32, CPU, onednn",
    "third, F32, CPU, third"
  })
  void eachLegalCombinationHasAnImplementation(
      String choice, Precision precision, Backend backend, String expected) {
    assertThat(KernelsFactory.resolve(choice, precision, backend)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"F64, CPU, f64", "F32, CUDA, CUDA"})
  void oneDnnRefusesWhatItCannotDoAndSaysWhatToSet(
      Precision precision, Backend backend, String names) {
    assertThatThrownBy(() -> KernelsFactory.resolve("onednn", precision, backend))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(names)
        .hasMessageContaining("set train.kernels to nd4j or auto");
  }

  @ParameterizedTest
  @EnumSource(names = {"BF16", "BF16_MATH"})
  void shortFactorsAreServedExactlyWhereTheCpuMultipliesThem(Precision precision) {
    ThrowingCallable asking = () -> KernelsFactory.requireServed("auto", precision);
    if (KernelsFactory.instructionSet("onednn").matches("avx512_core_(bf16|fp16|amx).*|avx10.*")) {
      assertThatCode(asking).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(asking).isInstanceOf(ClusterException.class);
    }
  }

  @Test
  void theKernelsMadeHoldTensorsOfTheirType() {
    try (Kernels kernels = KernelsFactory.make("auto", Precision.F64, 1)) {
      assertThat(kernels.arena().allocate(3).type()).isEqualTo(ElementType.F64);
    }
  }

  @Test
  void whereNoneCanComputeEachSaysWhy() {
    assertThatThrownBy(() -> KernelsFactory.resolve("auto", Precision.BF16_MATH, Backend.CUDA))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("train.kernels = onednn computes in host memory")
        .hasMessageContaining("train.kernels = nd4j does not compute in bf16-math");
  }

  /** All that there is of it outside of this test: its provider and a services line. */
  @Test
  void aThirdSetOfKernelsIsConfiguredAndMadeByItsName() {
    TrainConfig train =
        LogoConfig.load(List.of(), List.of("model.preset=tiny", "train.kernels=third")).train();
    assertThat(KernelsFactory.resolve(train.kernels(), train.precision())).isEqualTo("third");
    assertThat(KernelsFactory.instructionSet("third")).isEqualTo("those of a third");
    try (Kernels kernels = KernelsFactory.make(train.kernels(), train.precision(), 1)) {
      Tensor x = kernels.arena().allocate(2, 2);
      x.write(1, 2, 3, 4);
      Tensor y = kernels.arena().allocate(2, 2);
      kernels.copy(x, y).run();
      assertThat(NdArrays.of(y).toFloatMatrix()).isEqualTo(new float[][] {{1, 2}, {3, 4}});
    }
    assertThat(ThirdKernels.made()).isPositive();
  }

  @Test
  void unknownNamesAreRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> LogoConfig.load(List.of(), List.of("train.kernels=onedn")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "train.kernels = onedn: must be one of auto, nd4j, onednn, third; did you mean onednn?");
  }

  @Test
  void theInstructionsInUseHaveNames() {
    assertThat(KernelsFactory.instructionSet("onednn")).matches("sse41|avx.*|0x.+");
    assertThat(KernelsFactory.instructionSet("nd4j")).isIn("plain", "avx2", "avx512");
  }
}
