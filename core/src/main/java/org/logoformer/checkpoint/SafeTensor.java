package org.logoformer.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * An array of numbers as safetensors keeps it: row-major, little-endian.
 *
 * <p>The arrays are not copied, in or out; whoever holds them must not change them.
 *
 * @param shape empty for a single number
 * @param data elements times {@code dtype.bytes()}
 */
public record SafeTensor(DType dtype, long[] shape, byte[] data) {
  public SafeTensor {
    if (bytes(dtype, shape) != data.length) {
      throw new IllegalArgumentException(
          "%s%s needs %d bytes, not %d"
              .formatted(dtype, Arrays.toString(shape), bytes(dtype, shape), data.length));
    }
  }

  /** An F32 tensor. */
  public static SafeTensor of(float[] values, long... shape) {
    byte[] data = new byte[Math.multiplyExact(values.length, DType.F32.bytes())];
    view(data).asFloatBuffer().put(values);
    return new SafeTensor(DType.F32, shape, data);
  }

  /** An F64 tensor. */
  public static SafeTensor of(double[] values, long... shape) {
    byte[] data = new byte[Math.multiplyExact(values.length, DType.F64.bytes())];
    view(data).asDoubleBuffer().put(values);
    return new SafeTensor(DType.F64, shape, data);
  }

  /** An I64 tensor. */
  public static SafeTensor of(long[] values, long... shape) {
    byte[] data = new byte[Math.multiplyExact(values.length, DType.I64.bytes())];
    view(data).asLongBuffer().put(values);
    return new SafeTensor(DType.I64, shape, data);
  }

  /** Number of elements. */
  public int elements() {
    return data.length / dtype.bytes();
  }

  /** All elements; F64 is rounded, everything else of at most 24 significant bits is exact. */
  public float[] floats() {
    float[] values = new float[elements()];
    ByteBuffer in = view(data);
    if (dtype == DType.F32) {
      in.asFloatBuffer().get(values);
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) next(in);
    }
    return values;
  }

  /** All elements; exact but for I64 above 2^53. */
  public double[] doubles() {
    double[] values = new double[elements()];
    ByteBuffer in = view(data);
    for (int i = 0; i < values.length; i++) {
      values[i] = next(in);
    }
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SafeTensor that
        && dtype == that.dtype
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(data);
  }

  /** Type and shape, such as F32[256, 64]. */
  @Override
  public String toString() {
    return Arrays.stream(shape)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", dtype + "[", "]"));
  }

  /**
   * Bytes of a tensor.
   *
   * @throws ArithmeticException if there are more than 2^63-1
   */
  static long bytes(DType dtype, long... shape) {
    return product(dtype.bytes(), shape);
  }

  /**
   * {@code unit} times the number of elements.
   *
   * @throws ArithmeticException if that is more than 2^63-1
   */
  public static long product(long unit, long... shape) {
    // Zeros first: a huge dimension beside one of zero is no overflow.
    if (Arrays.stream(shape).anyMatch(size -> size == 0)) {
      return 0;
    }
    return Arrays.stream(shape).reduce(unit, Math::multiplyExact);
  }

  private double next(ByteBuffer in) {
    return switch (dtype) {
      case F64 -> in.getDouble();
      case F32 -> in.getFloat();
      case F16 -> Half.fromF16(in.getShort());
      case BF16 -> Half.fromBf16(in.getShort());
      case I64 -> in.getLong();
      case I32 -> in.getInt();
      case I8 -> in.get();
      case U8 -> in.get() & 0xff;
    };
  }

  private static ByteBuffer view(byte[] data) {
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }
}
