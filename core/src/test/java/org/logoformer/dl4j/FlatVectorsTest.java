package org.logoformer.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class FlatVectorsTest {

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void viewsOfViewsAreReadWhereTheyLie(DataType type) {
    INDArray all = Nd4j.arange(20_000).castTo(type).reshape(1, 20_000);
    INDArray half = all.reshape(20_000).get(NDArrayIndex.interval(10_000, 20_000));
    INDArray part = half.get(NDArrayIndex.interval(100, 9_000));
    double expected = 0;
    for (int i = 10_100; i < 19_000; i++) {
      expected += (double) i * i;
    }
    assertThat(FlatVectors.dot(part, part.dup())).isEqualTo(expected);
    assertThat(FlatVectors.norm(part)).isCloseTo(Math.sqrt(expected), within(1e-9));
  }
}
