package org.logoformer.kernels.proof;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.logoformer.tensor.ElementType;
import org.logoformer.tensor.Tensor;

/** All memory from the first to the last element of a tensor, gaps included. */
final class Host {
  private static final int CHUNK = 4096;

  /** The bits of infinity; those of NaN are above. */
  private static final int INFINITY = 0x7f800000;

  private final FloatBuffer floats;
  private final IntBuffer bits;
  private final DoubleBuffer doubles;
  private final int length;

  private Host(FloatBuffer floats, IntBuffer bits, DoubleBuffer doubles, int length) {
    this.floats = floats;
    this.bits = bits;
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
    if (tensor.type() != ElementType.F32) {
      DoubleBuffer doubles = new DoublePointer(address).capacity(length).asBuffer();
      return new Host(null, null, doubles, length);
    }
    FloatBuffer floats = new FloatPointer(address).capacity(length).asBuffer();
    return new Host(floats, new IntPointer(address).capacity(length).asBuffer(), null, length);
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

  /** Values from element {@code start} on: those that {@code seed} has from {@code offset} on. */
  void fill(int start, int count, Values values, int seed, int offset) {
    float[] chunk = new float[Math.min(CHUNK, count)];
    for (int at = 0; at < count; ) {
      int size = values.copy(seed, offset + at, chunk, count - at);
      write(start + at, chunk, size);
      at += size;
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
    if (floats == null) {
      for (int at = 0; at < length; at++) {
        count += Double.isNaN(doubles.get(at)) ? 0 : 1;
      }
      return count;
    }
    int[] chunk = new int[Math.min(CHUNK, length)];
    for (int at = 0; at < length; at += CHUNK) {
      int size = Math.min(CHUNK, length - at);
      bits.get(at, chunk, 0, size);
      count += numbers(chunk, size);
    }
    return count;
  }

  /** Without a branch, so that it is compiled to vector instructions. */
  private static int numbers(int[] bits, int size) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += ((bits[i] & 0x7fffffff) - (INFINITY + 1)) >>> 31;
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
