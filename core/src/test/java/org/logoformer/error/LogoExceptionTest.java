package org.logoformer.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogoExceptionTest {
  @Test
  void everyKindOfFailureHasItsExitCode() {
    assertThat(new ConfigException("m").exitCode()).isEqualTo(2);
    assertThat(new DataException("m").exitCode()).isEqualTo(3);
    assertThat(new ClusterException("m").exitCode()).isEqualTo(4);
    assertThat(new DivergedException("m").exitCode()).isEqualTo(5);
  }

  @Test
  void keepsMessageAndCause() {
    Exception cause = new IllegalStateException("inner");
    assertThat(new DataException("outer", cause)).hasMessage("outer").hasCause(cause);
  }
}
