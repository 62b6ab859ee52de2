package org.logoformer.train.state;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
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

  /** Values that are worked on at a time: few enough for the nearest cache. */
  private static final int BLOCK = 2048;

  private static final int INFINITE = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

  private final DataType type;

  /** May hold those of other vectors, too. */
  private final byte[] bytes;

  private final int start;
  private final int size;

  private FlatVector(DataType type, byte[] bytes) {
    this(type, bytes, 0, bytes.length);
  }

  private FlatVector(DataType type, byte[] bytes, int start, int size) {
    this.type = type;
    this.bytes = bytes;
    this.start = start;
    this.size = size;
  }

  /** Makes values, some at a time. */
  @FunctionalInterface
  interface Block {
    /** Puts the values from an index on to the beginning of {@code values}. */
    void fill(int from, double[] values, int count);
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

  /** Copies of two such vectors of one type, one after the other; either may be null. */
  public static FlatVector copyOf(INDArray first, INDArray second) {
    if (second == null || second.isEmpty()) {
      return copyOf(first);
    }
    if (first == null || first.isEmpty()) {
      return copyOf(second);
    }
    requireFloating(first.dataType());
    requireType(first.dataType(), second.dataType());
    int width = first.dataType().width();
    int bound = Math.toIntExact(first.length() * width);
    byte[] bytes = new byte[Math.toIntExact(bound + second.length() * width)];
    hostPointer(first).get(bytes, 0, bound);
    hostPointer(second).get(bytes, bound, bytes.length - bound);
    return new FlatVector(first.dataType(), bytes);
  }

  /** The given values, as doubles. */
  public static FlatVector of(double... values) {
    return fill(DataType.DOUBLE, values);
  }

  /** The given values rounded to {@code type}. */
  public static FlatVector fill(DataType type, double[] values) {
    return make(
        type,
        values.length,
        (from, block, count) -> System.arraycopy(values, from, block, 0, count));
  }

  /** Values that are made block by block, rounded to {@code type}. */
  static FlatVector make(DataType type, int length, Block block) {
    requireFloating(type);
    byte[] bytes = new byte[Math.multiplyExact(length, type.width())];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[Math.min(BLOCK, length)];
    float[] rounded = new float[values.length];
    for (int from = 0; from < length; from += BLOCK) {
      int count = Math.min(BLOCK, length - from);
      block.fill(from, values, count);
      if (type == DataType.DOUBLE) {
        out.asDoubleBuffer().put(from, values, 0, count);
        continue;
      }
      for (int i = 0; i < count; i++) {
        rounded[i] = (float) values[i];
      }
      out.asFloatBuffer().put(from, rounded, 0, count);
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
      System.arraycopy(part.bytes, part.start, bytes, at, part.size);
      at += part.size;
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
    hostPointer(array).put(bytes, start, size);
    Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
  }

  /** FLOAT or DOUBLE. */
  public DataType type() {
    return type;
  }

  /** Number of values. */
  public int length() {
    return size / type.width();
  }

  /** Number of bytes. */
  public long size() {
    return size;
  }

  /** The value at {@code index}. */
  public double at(int index) {
    ByteBuffer buffer = buffer();
    return type == DataType.FLOAT ? buffer.getFloat(index * 4) : buffer.getDouble(index * 8);
  }

  /**
   * The values {@code from} (inclusive) to {@code to} (exclusive); not copied, so they keep the
   * memory of this vector.
   *
   * @throws IndexOutOfBoundsException if this vector does not have them all
   */
  public FlatVector slice(int from, int to) {
    if (from < 0 || from > to || to > length()) {
      throw new IndexOutOfBoundsException(
          "Cannot take values %d to %d of a vector of %d".formatted(from, to, length()));
    }
    return new FlatVector(type, bytes, start + from * type.width(), (to - from) * type.width());
  }

  /** Bytes that {@link #pack} writes. */
  public long packedSize() {
    return 1L + Integer.BYTES + size;
  }

  /** Writes type, length and values in one piece. */
  public void pack(ByteBuffer out) {
    out.put((byte) type.width()).putInt(size).put(bytes, start, size);
  }

  /** Reads what {@link #pack} wrote. */
  public static FlatVector unpack(ByteBuffer in) {
    DataType type = in.get() == DataType.DOUBLE.width() ? DataType.DOUBLE : DataType.FLOAT;
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return new FlatVector(type, bytes);
  }

  /** The little-endian bytes; a copy only if this vector is a slice. */
  public byte[] bytes() {
    return isSlice() ? Arrays.copyOfRange(bytes, start, start + size) : bytes;
  }

  /** The values as doubles. */
  public double[] toDoubles() {
    double[] values = new double[length()];
    if (type == DataType.FLOAT) {
      FloatBuffer floats = buffer().asFloatBuffer();
      for (int i = 0; i < values.length; i++) {
        values[i] = floats.get(i);
      }
    } else {
      buffer().asDoubleBuffer().get(values);
    }
    return values;
  }

  /** Adds the values from an index on, each {@code factor} times, to the first of {@code sums}. */
  void addTo(double[] sums, int from, int count, double factor) {
    if (type == DataType.FLOAT) {
      FloatBuffer floats = buffer().asFloatBuffer();
      float[] block = new float[Math.min(BLOCK, count)];
      for (int at = 0; at < count; at += block.length) {
        int some = Math.min(block.length, count - at);
        floats.get(from + at, block, 0, some);
        for (int i = 0; i < some; i++) {
          sums[at + i] += factor * block[i];
        }
      }
    } else {
      var doubles = buffer().asDoubleBuffer();
      for (int i = 0; i < count; i++) {
        sums[i] += factor * doubles.get(from + i);
      }
    }
  }

  /** Whether there is neither NaN nor infinity in it. */
  public boolean isFinite() {
    return type == DataType.FLOAT
        ? areFiniteFloats()
        : Arrays.stream(toDoubles()).allMatch(Double::isFinite);
  }

  /** Without their signs, the bits of floats grow with them, and NaN is above infinity. */
  private boolean areFiniteFloats() {
    IntBuffer bits = buffer().asIntBuffer();
    int[] block = new int[Math.min(BLOCK, length())];
    while (bits.hasRemaining()) {
      int count = Math.min(BLOCK, bits.remaining());
      bits.get(block, 0, count);
      int largest = 0;
      for (int i = 0; i < count; i++) {
        largest = Math.max(largest, block[i] & Integer.MAX_VALUE);
      }
      if (largest >= INFINITE) {
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
    byte[] copy = Arrays.copyOfRange(bytes, start, start + size);
    for (Patch patch : patches) {
      requireType(type, patch.values.type);
      FlatVector values = patch.values;
      System.arraycopy(values.bytes, values.start, copy, patch.from * type.width(), values.size);
    }
    return new FlatVector(type, copy);
  }

  /** Equal to the last bit; a NaN equals the same NaN. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FlatVector that
        && (length() == 0 || type == that.type)
        && Arrays.equals(
            bytes, start, start + size, that.bytes, that.start, that.start + that.size);
  }

  @Override
  public int hashCode() {
    return buffer().hashCode();
  }

  @Override
  public String toString() {
    return length() + " values of " + type + " with hash " + Integer.toHexString(hashCode());
  }

  private ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes, start, size).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private boolean isSlice() {
    return size < bytes.length;
  }

  /** A slice is written without the rest of what it was cut from. */
  private Object writeReplace() {
    return isSlice() ? new FlatVector(type, bytes()) : this;
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
