package org.logoformer.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InstructionSetTest {
  @Test
  void isNamedForBothLibraries() {
    assertThat(InstructionSet.ofOneDnn()).matches("sse41|avx.*|0x[0-9a-f]+");
    assertThat(InstructionSet.ofNd4j()).isIn("plain", "avx2", "avx512");
  }
}
