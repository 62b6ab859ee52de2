package org.logoformer.kernels.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InstructionSetTest {

  @Test
  void hasANameForThisMachine() {
    assertThat(InstructionSet.effective()).matches("(sse41|avx).*");
  }

  @Test
  void showsTheNumberOfOneItDoesNotKnow() {
    assertThat(InstructionSet.name(0x123456)).isEqualTo("0x123456");
  }
}
