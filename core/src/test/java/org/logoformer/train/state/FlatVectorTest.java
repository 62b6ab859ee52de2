package org.logoformer.train.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlatVectorTest {
  private static final FlatVector VECTOR = FlatVector.of(1, 2, 3, 4);

  @Test
  void aSliceHoldsTheValuesOfItsRange() {
    assertThat(VECTOR.slice(1, 3)).isEqualTo(FlatVector.of(2, 3));
    assertThat(VECTOR.slice(4, 4).length()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"2, 5", "4, 5", "5, 6", "-1, 2", "3, 2"})
  void aSliceThatTheVectorDoesNotHaveIsRefused(int from, int to) {
    assertThatThrownBy(() -> VECTOR.slice(from, to))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Cannot take values %d to %d of a vector of 4", from, to);
  }
}
