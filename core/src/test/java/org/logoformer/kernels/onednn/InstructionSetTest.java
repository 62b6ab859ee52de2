package org.logoformer.kernels.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstructionSetTest {

  @Test
  void hasANameForThisMachine() {
    assertThat(InstructionSet.effective()).matches("(sse41|avx).*");
  }

  @ParameterizedTest
  @CsvSource({
    "avx2, 0x7, false",
    "avx2_vnni_2, 0x1f, false",
    "avx512_core_vnni, 0x67, false",
    "avx512_core_bf16, 0xe7, true",
    "avx512_core_amx, 0xfef, true",
    "avx10_2_512, 0x201ff, true"
  })
  void productsOfBfloat16AreThoseOfAvx512AndWhatFollowsIt(String name, String isa, boolean has) {
    assertThat(InstructionSet.name(Integer.decode(isa))).isEqualTo(name);
    assertThat(InstructionSet.hasShortProducts(Integer.decode(isa))).isEqualTo(has);
  }

  @Test
  void showsTheNumberOfOneItDoesNotKnow() {
    assertThat(InstructionSet.name(0x123456)).isEqualTo("0x123456");
  }
}
