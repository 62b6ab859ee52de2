package org.logoformer.tensor;

import java.util.Arrays;

/**
 * A typed, strided view of {@link Memory}. Views are cheap and immutable; the memory behind them is
 * not. Offsets and strides count elements.
 */
public final class Tensor {
  private final Memory memory;
  private final long offset;
  private final long[] shape;
  private final long[] strides;

  private Tensor(Memory memory, long offset, long[] shape, long[] strides) {
    this.memory = memory;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }

  /** A row-major view of {@code shape} that starts {@code offset} elements into {@code memory}. */
  public static Tensor of(Memory memory, long offset, long... shape) {
    return new Tensor(memory, offset, shape.clone(), rowMajor(shape));
  }

  /** As above, with other strides. */
  public static Tensor of(Memory memory, long offset, long[] shape, long[] strides) {
    return new Tensor(memory, offset, shape.clone(), strides.clone());
  }

  public ElementType type() {
    return memory.type();
  }

  /** What this is a view of. */
  public Memory memory() {
    return memory;
  }

  /** Elements of {@link #memory} in front of the first one. */
  public long offset() {
    return offset;
  }

  /**
   * Sets all elements, in row-major order; this tensor must be contiguous.
   *
   * @param values rounded to the type of this tensor
   */
  public void write(double... values) {
    if (!isContiguous() || values.length != length()) {
      throw new IllegalArgumentException("Cannot write " + values.length + " values to " + this);
    }
    memory.write(offset, values);
  }

  public long[] shape() {
    return shape.clone();
  }

  public long[] strides() {
    return strides.clone();
  }

  public int rank() {
    return shape.length;
  }

  /** Size of dimension {@code axis}. */
  public long size(int axis) {
    return shape[axis];
  }

  /** Number of elements. */
  public long length() {
    return elements(shape);
  }

  /** Number of elements of a tensor of that shape. */
  public static long elements(long... shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** Host address of the first element. Only meaningful on a CPU backend. */
  public long address() {
    return memory.address() + offset * memory.type().width();
  }

  /** The same sizes and strides, {@code start} elements into the memory of another tensor. */
  public Tensor within(Tensor whole, long start) {
    return new Tensor(whole.memory, whole.offset + start, shape, strides);
  }

  /** Elements from the first to the last one, those between that are not its own included. */
  public long span() {
    long span = 1;
    for (int i = 0; i < shape.length; i++) {
      span += (shape[i] - 1) * strides[i];
    }
    return span;
  }

  public boolean isContiguous() {
    return Arrays.equals(strides, rowMajor(shape));
  }

  /** Another shape over the same elements; this tensor must be contiguous. */
  public Tensor reshape(long... newShape) {
    Tensor t = of(memory, offset, newShape);
    if (!isContiguous() || t.length() != length()) {
      throw new IllegalArgumentException(
          "Cannot reshape " + this + " to " + Arrays.toString(newShape));
    }
    return t;
  }

  /** Dimensions in another order, no copy. */
  public Tensor permute(int... axes) {
    long[] newShape = new long[axes.length];
    long[] newStrides = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      newShape[i] = shape[axes[i]];
      newStrides[i] = strides[axes[i]];
    }
    return new Tensor(memory, offset, newShape, newStrides);
  }

  /** Elements {@code from} (inclusive) to {@code to} (exclusive) of dimension {@code axis}. */
  public Tensor slice(int axis, long from, long to) {
    if (from < 0 || to > shape[axis] || from >= to) {
      throw new IllegalArgumentException(
          "Cannot slice " + this + " from " + from + " to " + to + " along axis " + axis);
    }
    long[] newShape = shape.clone();
    newShape[axis] = to - from;
    return new Tensor(memory, offset + from * strides[axis], newShape, strides.clone());
  }

  /**
   * Splits dimension {@code axis} of size {@code a*b} into two of sizes {@code outer = a} and
   * {@code inner = b}, no copy.
   */
  public Tensor split(int axis, long outer, long inner) {
    if (outer * inner != shape[axis]) {
      throw new IllegalArgumentException(
          "Cannot split axis " + axis + " of " + this + " into " + outer + " x " + inner);
    }
    long[] newShape = new long[shape.length + 1];
    long[] newStrides = new long[shape.length + 1];
    for (int i = 0, j = 0; i < shape.length; i++) {
      if (i == axis) {
        newShape[j] = outer;
        newStrides[j++] = strides[i] * inner;
        newShape[j] = inner;
      } else {
        newShape[j] = shape[i];
      }
      newStrides[j++] = strides[i];
    }
    return new Tensor(memory, offset, newShape, newStrides);
  }

  private static long[] rowMajor(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return strides;
  }

  @Override
  public String toString() {
    return type() + Arrays.toString(shape) + " strides " + Arrays.toString(strides);
  }
}
