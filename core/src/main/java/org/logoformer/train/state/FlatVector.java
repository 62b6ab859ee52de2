package org.logoformer.train.state;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A vector of floats or doubles outside ND4J: little-endian bytes, so that it is serialised in bulk
 * and compared bit for bit. Not changed after it is made.
 */
public final class FlatVector implements Serializable {
  private static final long serialVersionUID = 1L;

  private final DataType type;
  private final byte[] bytes;

  private FlatVector(DataType type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /**
   * A copy of a flat parameter, gradient or updater vector.
   *
   * @param array contiguous, FLOAT or DOUBLE, or null for a vector of no floats
   */
  public static FlatVector copyOf(INDArray array) {
    if (array == null || array.isEmpty()) {
      return new FlatVector(DataType.FLOAT, new byte[0]);
    }
    requireFloating(array.dataType());
    byte[] bytes = new byte[Math.toIntExact(array.length() * array.dataType().width())];
    hostPointer(array).get(bytes);
    return new FlatVector(array.dataType(), bytes);
  }

  /** The given values, as doubles. */
  public static FlatVector of(double... values) {
    return fill(DataType.DOUBLE, values);
  }

  /** The given values rounded to {@code type}. */
  public static FlatVector fill(DataType type, double[] values) {
    requireFloating(type);
    byte[] bytes = new byte[Math.multiplyExact(values.length, type.width())];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (type == DataType.FLOAT) {
      for (double v : values) {
        buffer.putFloat((float) v);
      }
    } else {
      buffer.asDoubleBuffer().put(values);
    }
    return new FlatVector(type, bytes);
  }

  /** The little-endian bytes as they are; not copied. */
  public static FlatVector ofBytes(DataType type, byte[] bytes) {
    requireFloating(type);
    return new FlatVector(type, bytes);
  }

  /** Vectors of one type, one after the other. */
  public static FlatVector join(List<FlatVector> parts) {
    List<FlatVector> filled = parts.stream().filter(p -> p.length() > 0).toList();
    if (filled.isEmpty()) {
      return new FlatVector(DataType.FLOAT, new byte[0]);
    }
    byte[] bytes = new byte[Math.toIntExact(filled.stream().mapToLong(FlatVector::size).sum())];
    int at = 0;
    for (FlatVector part : filled) {
      requireType(filled.get(0).type, part.type);
      System.arraycopy(part.bytes, 0, bytes, at, part.bytes.length);
      at += part.bytes.length;
    }
    return new FlatVector(filled.get(0).type, bytes);
  }

  /** Writes every value into {@code array}, which has the same length and type. */
  public void copyTo(INDArray array) {
    if (length() == 0 && (array == null || array.isEmpty())) {
      return;
    }
    if (array == null || array.length() != length()) {
      throw new IllegalArgumentException(
          "A vector of " + length() + " values does not fit " + shapeOf(array));
    }
    requireType(array.dataType(), type);
    hostPointer(array).put(bytes);
    Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
  }

  /** FLOAT or DOUBLE. */
  public DataType type() {
    return type;
  }

  /** Number of values. */
  public int length() {
    return bytes.length / type.width();
  }

  /** Number of bytes. */
  public long size() {
    return bytes.length;
  }

  /** The value at {@code index}. */
  public double at(int index) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return type == DataType.FLOAT ? buffer.getFloat(index * 4) : buffer.getDouble(index * 8);
  }

  /**
   * A copy of the values {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @throws IndexOutOfBoundsException if this vector does not have them all
   */
  public FlatVector slice(int from, int to) {
    if (from < 0 || from > to || to > length()) {
      throw new IndexOutOfBoundsException(
          "Cannot take values %d to %d of a vector of %d".formatted(from, to, length()));
    }
    return new FlatVector(type, Arrays.copyOfRange(bytes, from * type.width(), to * type.width()));
  }

  /** Bytes that {@link #pack} writes. */
  public long packedSize() {
    return 1L + Integer.BYTES + bytes.length;
  }

  /** Writes type, length and values in one piece. */
  public void pack(ByteBuffer out) {
    out.put((byte) type.width()).putInt(bytes.length).put(bytes);
  }

  /** Reads what {@link #pack} wrote. */
  public static FlatVector unpack(ByteBuffer in) {
    DataType type = in.get() == DataType.DOUBLE.width() ? DataType.DOUBLE : DataType.FLOAT;
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return new FlatVector(type, bytes);
  }

  /** The little-endian bytes; not copied. */
  public byte[] bytes() {
    return bytes;
  }

  /** The values as doubles. */
  public double[] toDoubles() {
    double[] values = new double[length()];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (type == DataType.FLOAT) {
      var floats = buffer.asFloatBuffer();
      for (int i = 0; i < values.length; i++) {
        values[i] = floats.get(i);
      }
    } else {
      buffer.asDoubleBuffer().get(values);
    }
    return values;
  }

  /** Whether there is neither NaN nor infinity in it. */
  public boolean isFinite() {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (!Double.isFinite(type == DataType.FLOAT ? buffer.getFloat() : buffer.getDouble())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Values to be put at an index.
   *
   * @param from of the first one
   */
  record Patch(int from, FlatVector values) {}

  /** A new vector: these values with the patches over them. */
  FlatVector patched(List<Patch> patches) {
    byte[] copy = bytes.clone();
    for (Patch patch : patches) {
      requireType(type, patch.values.type);
      byte[] values = patch.values.bytes;
      System.arraycopy(values, 0, copy, patch.from * type.width(), values.length);
    }
    return new FlatVector(type, copy);
  }

  /** Equal to the last bit; a NaN equals the same NaN. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FlatVector that
        && (length() == 0 || type == that.type)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return length() + " values of " + type + " with hash " + Integer.toHexString(hashCode());
  }

  private static BytePointer hostPointer(INDArray array) {
    Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
    // Unlike address(), addressPointer() knows where a view starts.
    Pointer start = array.data().addressPointer();
    return new BytePointer(start).capacity(array.length() * array.dataType().width());
  }

  private static void requireFloating(DataType type) {
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      throw new IllegalArgumentException("A network is trained in FLOAT or DOUBLE, not in " + type);
    }
  }

  private static void requireType(DataType expected, DataType actual) {
    if (expected != actual) {
      throw new IllegalArgumentException("Expected values of " + expected + ", not of " + actual);
    }
  }

  private static String shapeOf(INDArray array) {
    return array == null ? "an absent array" : array.shapeInfoToString();
  }
}
