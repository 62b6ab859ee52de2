package org.logoformer.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuildTest {
  @Test
  void theBuildKnowsItsVersionAndRevision() {
    assertThat(Build.version()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(Build.revision()).matches("[0-9a-f]{7,40}(-dirty)?|unknown");
  }
}
