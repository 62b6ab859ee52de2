package org.logoformer.checkpoint.torch;

import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.logoformer.checkpoint.DType;

/** Element types of PyTorch. */
enum ElementKind {
  FLOAT64("DoubleStorage", "float64", "F64", 8),
  FLOAT32("FloatStorage", "float32", "F32", 4),
  FLOAT16("HalfStorage", "float16", "F16", 2),
  BFLOAT16("BFloat16Storage", "bfloat16", "BF16", 2),
  INT64("LongStorage", "int64", "I64", 8),
  INT32("IntStorage", "int32", "I32", 4),
  INT16("ShortStorage", "int16", "I16", 2),
  INT8("CharStorage", "int8", "I8", 1),
  UINT8("ByteStorage", "uint8", "U8", 1),
  BOOL("BoolStorage", "bool", "BOOL", 1),
  COMPLEX64("ComplexFloatStorage", "complex64", "C64", 8),
  COMPLEX128("ComplexDoubleStorage", "complex128", "C128", 16),
  UINT16("", "uint16", "U16", 2),
  UINT32("", "uint32", "U32", 4),
  UINT64("", "uint64", "U64", 8),
  FLOAT8_E4M3FN("", "float8_e4m3fn", "F8_E4M3", 1),
  FLOAT8_E5M2("", "float8_e5m2", "F8_E5M2", 1),
  /** Of a storage that does not say; counted in bytes. */
  UNTYPED("UntypedStorage", "", "U8", 1);

  private final String storage;
  private final String dtype;
  private final String name;
  private final int bytes;

  ElementKind(String storage, String dtype, String name, int bytes) {
    this.storage = storage;
    this.dtype = dtype;
    this.name = name;
    this.bytes = bytes;
  }

  /** The elements of the class {@code torch.<storage>}. */
  static Optional<ElementKind> ofStorage(String storage) {
    return find(kind -> kind.storage, storage);
  }

  /** The elements that the constant {@code torch.<dtype>} means. */
  static Optional<ElementKind> ofDtype(String dtype) {
    return find(kind -> kind.dtype, dtype);
  }

  private static Optional<ElementKind> find(Function<ElementKind, String> of, String name) {
    return Stream.of(values())
        .filter(kind -> !name.isEmpty() && of.apply(kind).equals(name))
        .findFirst();
  }

  /** Bytes of an element. */
  int bytes() {
    return bytes;
  }

  /** Bytes that change places where the file was written on a big-endian machine. */
  int swapped() {
    return this == COMPLEX64 || this == COMPLEX128 ? bytes / 2 : bytes;
  }

  /** As safetensors calls it. */
  String label() {
    return name;
  }

  /** The type that is computed with; empty if nobody here does. */
  Optional<DType> dtype() {
    return DType.of(name);
  }
}
