package org.logoformer.train.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

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

  @Test
  void aSliceIsAVectorOfItsOwn() throws Exception {
    FlatVector slice = VECTOR.slice(1, 4).slice(1, 3);
    assertThat(slice.bytes()).isEqualTo(FlatVector.of(3, 4).bytes());
    assertThat(slice.toDoubles()).containsExactly(3, 4);
    assertThat(slice).hasSameHashCodeAs(FlatVector.of(3, 4)).isNotEqualTo(VECTOR);
    assertThat(FlatVector.join(List.of(slice, VECTOR.slice(0, 1))))
        .isEqualTo(FlatVector.of(3, 4, 1));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(slice);
    Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat(read).isEqualTo(slice);
    assertThat(((FlatVector) read).bytes()).hasSize(16);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void oneValueThatIsNotFiniteIsFoundWhereverItLies(double value) {
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      for (int at : new int[] {0, 2047, 2048, 4999}) {
        double[] values = new double[5000];
        Arrays.fill(values, -Float.MAX_VALUE);
        assertThat(FlatVector.fill(type, values).isFinite()).isTrue();
        values[at] = value;
        assertThat(FlatVector.fill(type, values).isFinite()).isFalse();
      }
    }
  }
}
