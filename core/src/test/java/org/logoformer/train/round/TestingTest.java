package org.logoformer.train.round;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class TestingTest {

  @Test
  void aCancelledTestHasNoPredictions() {
    Testing testing = new Testing(null, 2);
    assertThatThrownBy(() -> testing.predictions(null, List.of("a", "b", "c"), () -> true))
        .isInstanceOf(CancellationException.class)
        .hasMessage("Test cancelled after 0 of 3 clips");
  }
}
