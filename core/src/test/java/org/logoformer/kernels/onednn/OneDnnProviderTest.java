package org.logoformer.kernels.onednn;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.Precision;
import org.logoformer.error.ClusterException;
import org.logoformer.kernels.onednn.OneDnnProvider.Product;

class OneDnnProviderTest {

  @ParameterizedTest
  @CsvSource({
    "brg_matmul:avx512_core_amx, 1, false",
    "brg_matmul:avx512_core_amx, 2, true",
    "brg_matmul:avx512_core, 2, false"
  })
  void aPrecisionIsServedIfItsProductsDifferAndItsKernelSaysSo(
      String implementation, float value, boolean served) {
    Product plain = product("brg_matmul:avx512_core", 1);
    Product own = product(implementation, value);
    ThrowingCallable asking = () -> OneDnnProvider.requireOwn(Precision.BF16_MATH, plain, own);
    if (served) {
      assertThatCode(asking).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(asking)
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("bf16-math")
          .hasMessageContaining(implementation)
          .hasMessageContaining("set train.precision to f32");
    }
  }

  @Test
  void withoutDotProductsOfBfloat16APrecisionIsRefusedWithTheInstructionsThatThereAre() {
    assertThatThrownBy(() -> OneDnnProvider.requireShortProducts(Precision.BF16, "avx2", false))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("train.precision = bf16 needs")
        .hasMessageContaining("oneDNN uses avx2 here: set train.precision to f32");
  }

  private static Product product(String implementation, float value) {
    return new Product(List.of(implementation), new float[] {value});
  }
}
