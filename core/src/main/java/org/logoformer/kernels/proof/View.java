package org.logoformer.kernels.proof;

import org.logoformer.tensor.Tensor;

/** What an operand holds, by offset: keyed values, or what memory held when it was asked last. */
final class View {
  private final int[] shape;
  private final int[] strides;
  private final Values values;
  private final int start;
  private final Host host;
  private final double[] memory;

  private View(Tensor tensor, Values values, int seed, Host host) {
    this.shape = ints(tensor.shape());
    this.strides = ints(tensor.strides());
    this.values = values;
    this.start = values.start(seed);
    this.host = host;
    this.memory = host == null ? null : new double[host.length()];
  }

  private static int[] ints(long[] numbers) {
    int[] result = new int[numbers.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = Math.toIntExact(numbers[i]);
    }
    return result;
  }

  static View keyed(Tensor tensor, Values values, int seed) {
    return new View(tensor, values, seed, null);
  }

  static View of(Tensor tensor) {
    return new View(tensor, Values.UNIT, 0, Host.of(tensor));
  }

  /** Takes in what the memory holds now. */
  void refresh() {
    host.read(memory);
  }

  double at(int offset) {
    return memory == null ? values.at(start, offset) : memory[offset];
  }

  /** Writes the values that it has from {@code offset} on to memory, from {@code at} on. */
  void copy(int offset, Host to, int at, int count) {
    values.copy(start, offset, to, at, count);
  }

  int rank() {
    return shape.length;
  }

  int[] shape() {
    return shape.clone();
  }

  /** Size of a dimension; negative ones count from the last. */
  int size(int axis) {
    return shape[axis < 0 ? axis + shape.length : axis];
  }

  int stride(int axis) {
    return strides[axis < 0 ? axis + shape.length : axis];
  }

  int length() {
    int length = 1;
    for (int size : shape) {
      length *= size;
    }
    return length;
  }

  /** Rows of the last dimension. */
  int rows() {
    return length() / size(-1);
  }

  /** Rows that follow each other at one distance, {@link #step}. */
  int run() {
    return shape.length < 2 ? 1 : size(-2);
  }

  int step() {
    return shape.length < 2 ? 0 : stride(-2);
  }

  /** Offset of row {@code row}, in row-major order of all dimensions but the last. */
  int row(int row) {
    int offset = 0;
    int rest = row;
    for (int axis = shape.length - 2; axis >= 0; axis--) {
      offset += rest % shape[axis] * strides[axis];
      rest /= shape[axis];
    }
    return offset;
  }

  /** Offset of the first {@code axes} numbers of {@code index}; sizes of 1 repeat. */
  int offset(int[] index, int axes) {
    int offset = 0;
    for (int axis = 0; axis < axes; axis++) {
      offset += shape[axis] == 1 ? 0 : index[axis] * strides[axis];
    }
    return offset;
  }

  int offset(int[] index) {
    return offset(index, shape.length);
  }
}
