package org.logoformer.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InstructionSetTest {

  @Test
  void hasANameForThisMachine() {
    assertThat(InstructionSet.effective()).matches("(sse41|avx).*");
  }

  @Test
  void showsTheNumberOfAnInstructionSetItDoesNotKnow() {
    assertThat(InstructionSet.name(0x123456)).isEqualTo("isa_123456");
  }

  @Test
  void advisesACoreTypeOnIntelCpusNewerThanOpenBlas() {
    assertThat(InstructionSet.openBlasAdvice(Set.of("avx512f", "amx_tile"), Map.of()))
        .contains("OPENBLAS_CORETYPE=SKYLAKEX");
  }

  @Test
  void advisesNothingWhereOpenBlasKnowsTheCpuOrIsTold() {
    assertThat(InstructionSet.openBlasAdvice(Set.of("avx2", "fma"), Map.of())).isEmpty();
    assertThat(
            InstructionSet.openBlasAdvice(
                Set.of("amx_tile"), Map.of("OPENBLAS_CORETYPE", "SKYLAKEX")))
        .isEmpty();
  }
}
