package org.logoformer.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenBlasTest {

  @Test
  void isToldTheCoreTypeOfIntelCpusNewerThanItself() {
    assertThat(OpenBlas.advice(Set.of("avx512f", "amx_tile"), Map.of()))
        .contains("OPENBLAS_CORETYPE=SKYLAKEX");
  }

  @Test
  void needsNoAdviceWhereItKnowsTheCpu() {
    assertThat(OpenBlas.advice(Set.of("avx2", "fma"), Map.of())).isEmpty();
  }

  @Test
  void needsNoAdviceWhereItIsToldAlready() {
    assertThat(OpenBlas.advice(Set.of("amx_tile"), Map.of("OPENBLAS_CORETYPE", "SKYLAKEX")))
        .isEmpty();
  }
}
