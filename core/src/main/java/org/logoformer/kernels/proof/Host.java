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

/** Elements in a row, such as those from the first to the last of a tensor, gaps included. */
final class Host {
  private static final int CHUNK = 4096;

  /** The bits of infinity; those of NaN are above. */
  private static final int INFINITY = 0x7f800000;

  private static final float[] NANS = new float[CHUNK];

  static {
    Arrays.fill(NANS, Float.NaN);
  }

  private final FloatBuffer floats;
  private final IntBuffer bits;
  private final DoubleBuffer doubles;
  private final int length;
  private final int[] chunk = new int[CHUNK];

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
    return of(tensor.type(), tensor.address(), tensor.span());
  }

  static Host of(ElementType type, long start, long elements) {
    int length = Math.toIntExact(elements);
    Address address = new Address(start);
    if (type != ElementType.F32) {
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

  /** {@code count} elements of {@code from}, from {@code start} on. */
  void put(int at, float[] from, int start, int count) {
    if (floats != null) {
      floats.put(at, from, start, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      doubles.put(at + i, from[start + i]);
    }
  }

  /** Poisons {@code count} elements: they are no numbers. */
  void clear(int start, int count) {
    for (int at = 0; at < count; at += CHUNK) {
      put(start + at, NANS, 0, Math.min(CHUNK, count - at));
    }
  }

  /** How many of {@code count} elements are numbers. */
  int numbers(int start, int count) {
    int numbers = 0;
    if (floats == null) {
      for (int at = start; at < start + count; at++) {
        numbers += Double.isNaN(doubles.get(at)) ? 0 : 1;
      }
      return numbers;
    }
    for (int at = 0; at < count; at += CHUNK) {
      int size = Math.min(CHUNK, count - at);
      bits.get(start + at, chunk, 0, size);
      numbers += numbers(chunk, size);
    }
    return numbers;
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
