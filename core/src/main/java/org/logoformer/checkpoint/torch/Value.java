package org.logoformer.checkpoint.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.logoformer.checkpoint.SafeTensor;

/**
 * What a pickle machine makes. A value may hold itself, however indirectly: nothing here walks a
 * value to compare or print it.
 */
sealed interface Value {
  /** A text, a number or a truth, by which dictionaries have their entries; or nothing. */
  record Scalar(Object of) implements Value {
    static final Scalar NONE = new Scalar(null);

    boolean isText() {
      return of instanceof String;
    }

    String text() {
      return (String) of;
    }
  }

  /** Mutable while it is made, and without end of what it may hold: identity is all it has. */
  final class Sequence implements Value {
    private final List<Value> items;

    Sequence(List<Value> items) {
      this.items = items;
    }

    Sequence() {
      this(new ArrayList<>());
    }

    List<Value> items() {
      return items;
    }
  }

  /** A dict or OrderedDict, by text, number or truth. */
  final class Dictionary implements Value {
    private final Map<Object, Value> entries = new LinkedHashMap<>();

    Map<Object, Value> entries() {
      return entries;
    }

    Value entry(Object key) {
      return entries.get(key);
    }
  }

  /** What a name of a module of Python stands for, if it is known. */
  record Global(String module, String name) implements Value {
    String path() {
      return module + "." + name;
    }
  }

  /** Where a tensor has its elements. */
  record Storage(String key, ElementKind kind, long elements) implements Value {
    /** Bytes that it takes. */
    long bytes() {
      return Math.multiplyExact(elements, kind.bytes());
    }
  }

  /**
   * A strided view of a storage; sizes, strides and offset count elements.
   *
   * @param kind of its elements, which a storage without type does not have
   */
  record Tensor(Storage storage, ElementKind kind, long offset, long[] shape, long[] strides)
      implements Value {
    /**
     * Number of elements.
     *
     * @throws ArithmeticException if there are more than 2^63-1
     */
    long elements() {
      return SafeTensor.product(1, shape);
    }

    boolean isEmpty() {
      return Arrays.stream(shape).anyMatch(size -> size == 0);
    }

    /**
     * Elements from the beginning of the storage to behind the last one.
     *
     * @throws ArithmeticException if there are more than 2^63-1
     */
    long end() {
      if (isEmpty()) {
        return 0;
      }
      long end = Math.addExact(offset, 1);
      for (int i = 0; i < shape.length; i++) {
        end = Math.addExact(end, Math.multiplyExact(shape[i] - 1, strides[i]));
      }
      return end;
    }

    /** In row-major order without gaps. */
    boolean isContiguous() {
      long stride = 1;
      for (int i = shape.length - 1; i >= 0; i--) {
        if (shape[i] != 1 && strides[i] != stride) {
          return false;
        }
        stride *= shape[i];
      }
      return true;
    }

    /** Type and shape, such as I16[2, 3]. */
    String label() {
      return kind.label() + Arrays.toString(shape);
    }

    /** The elements, row-major, of {@code bytes}, the storage's. */
    SafeTensor in(byte[] bytes) {
      int width = kind.bytes();
      byte[] data = new byte[Math.toIntExact(elements() * width)];
      if (isContiguous()) {
        System.arraycopy(bytes, (int) (isEmpty() ? 0 : offset * width), data, 0, data.length);
      } else {
        gather(bytes, data, width);
      }
      return new SafeTensor(kind.dtype().orElseThrow(), shape, data);
    }

    private void gather(byte[] bytes, byte[] data, int width) {
      long[] index = new long[shape.length];
      long from = offset;
      for (int to = 0; to < data.length; to += width) {
        System.arraycopy(bytes, (int) (from * width), data, to, width);
        for (int i = shape.length - 1; i >= 0; i--) {
          from += strides[i];
          if (++index[i] < shape[i]) {
            break;
          }
          from -= strides[i] * shape[i];
          index[i] = 0;
        }
      }
    }
  }
}
