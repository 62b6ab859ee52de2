package org.logoformer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class SafeTensorTest {
  @Test
  void givesBackTheNumbersItWasMadeOf() {
    assertThat(SafeTensor.of(new float[] {1.5f, -2}, 2).floats()).containsExactly(1.5f, -2);
    assertThat(SafeTensor.of(new double[] {1e300, -2}, 1, 2).doubles()).containsExactly(1e300, -2);
    assertThat(SafeTensor.of(new long[] {-3, 1L << 52}, 2).doubles()).containsExactly(-3, 1L << 52);
  }

  @Test
  void isLittleEndian() {
    assertThat(SafeTensor.of(new long[] {0x0102}, 1).data())
        .containsExactly(2, 1, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void readsHalfPrecision() {
    assertThat(halves(DType.F16, 0x3c00, 0xc000, 0x7bff, 0x0001, 0x8000, 0x7c00, 0x3555).floats())
        .containsExactly(1, -2, 65504, 0x1p-24f, -0f, Float.POSITIVE_INFINITY, 0.33325195f);
    assertThat(halves(DType.F16, 0x7e00).floats()[0]).isNaN();
    assertThat(halves(DType.F16, 0x03ff).floats()[0]).isEqualTo(1023 * 0x1p-24f);
    assertThat(halves(DType.BF16, 0x3f80, 0xc000, 0x7f80).doubles())
        .containsExactly(1, -2, Double.POSITIVE_INFINITY);
  }

  @Test
  void readsWholeNumbersOfEveryWidth() {
    assertThat(new SafeTensor(DType.U8, new long[] {2}, new byte[] {-1, 1}).doubles())
        .containsExactly(255, 1);
    assertThat(new SafeTensor(DType.I8, new long[] {2}, new byte[] {-1, 1}).doubles())
        .containsExactly(-1, 1);
    byte[] minusTwo = {-2, -1, -1, -1};
    assertThat(new SafeTensor(DType.I32, new long[0], minusTwo).doubles()).containsExactly(-2);
    assertThat(new SafeTensor(DType.U8, new long[] {1}, new byte[] {-1}).floats())
        .containsExactly(255);
  }

  @Test
  void dataMustFitTheShape() {
    assertThatThrownBy(() -> SafeTensor.of(new float[3], 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("F32[2, 2] needs 16 bytes, not 12");
  }

  @Test
  void equalityIsByTypeShapeAndContent() {
    SafeTensor tensor = SafeTensor.of(new float[] {1, 2}, 2);
    assertThat(tensor)
        .isEqualTo(SafeTensor.of(new float[] {1, 2}, 2))
        .hasSameHashCodeAs(SafeTensor.of(new float[] {1, 2}, 2))
        .isNotEqualTo(SafeTensor.of(new float[] {1, 3}, 2))
        .isNotEqualTo(SafeTensor.of(new float[] {1, 2}, 1, 2))
        .hasToString("F32[2]");
  }

  private static SafeTensor halves(DType dtype, int... bits) {
    byte[] data = new byte[2 * bits.length];
    ByteBuffer out = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    for (int b : bits) {
      out.putShort((short) b);
    }
    return new SafeTensor(dtype, new long[] {bits.length}, data);
  }
}
