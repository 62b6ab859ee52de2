package org.logoformer.kernels.proof;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.logoformer.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/** All memory from the first to the last element of a tensor, gaps included. */
final class Host {
  private static final int CHUNK = 4096;

  private final FloatBuffer floats;
  private final DoubleBuffer doubles;
  private final int length;

  private Host(FloatBuffer floats, DoubleBuffer doubles, int length) {
    this.floats = floats;
    this.doubles = doubles;
    this.length = length;
  }

  private static final class Address extends Pointer {
    Address(long address) {
      this.address = address;
    }
  }

  static Host of(Tensor tensor) {
    int length = Math.toIntExact(tensor.span());
    Address address = new Address(tensor.address());
    return tensor.type() == DataType.FLOAT
        ? new Host(new FloatPointer(address).capacity(length).asBuffer(), null, length)
        : new Host(null, new DoublePointer(address).capacity(length).asBuffer(), length);
  }

  int length() {
    return length;
  }

  double get(int at) {
    return floats == null ? doubles.get(at) : floats.get(at);
  }

  void put(int at, double value) {
    if (floats == null) {
      doubles.put(at, value);
    } else {
      floats.put(at, (float) value);
    }
  }

  /** Keyed values from element {@code start} on, counted from there. */
  void fill(int start, int count, Values values, int seed) {
    float[] chunk = new float[CHUNK];
    for (int at = 0; at < count; at += CHUNK) {
      int size = Math.min(CHUNK, count - at);
      for (int i = 0; i < size; i++) {
        chunk[i] = (float) values.at(seed, at + i);
      }
      write(start + at, chunk, size);
    }
  }

  void fill(int start, int count, float value) {
    float[] chunk = new float[Math.min(CHUNK, count)];
    Arrays.fill(chunk, value);
    for (int at = 0; at < count; at += CHUNK) {
      write(start + at, chunk, Math.min(CHUNK, count - at));
    }
  }

  private void write(int at, float[] chunk, int size) {
    if (floats != null) {
      floats.put(at, chunk, 0, size);
      return;
    }
    for (int i = 0; i < size; i++) {
      doubles.put(at + i, chunk[i]);
    }
  }

  /** How many elements are numbers. */
  int numbers() {
    int count = 0;
    float[] chunk = new float[CHUNK];
    for (int at = 0; at < length; at += CHUNK) {
      int size = Math.min(CHUNK, length - at);
      if (floats != null) {
        floats.get(at, chunk, 0, size);
      }
      for (int i = 0; i < size; i++) {
        double value = floats == null ? doubles.get(at + i) : chunk[i];
        count += Double.isNaN(value) ? 0 : 1;
      }
    }
    return count;
  }

  /** Everything, as doubles, into {@code to}. */
  void read(double[] to) {
    for (int i = 0; i < length; i++) {
      to[i] = get(i);
    }
  }
}
