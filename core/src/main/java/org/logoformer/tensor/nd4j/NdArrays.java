package org.logoformer.tensor.nd4j;

import org.logoformer.tensor.ElementType;
import org.logoformer.tensor.Memory;
import org.logoformer.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The bridge between tensors and ND4J; nothing is copied. */
public final class NdArrays {
  private NdArrays() {}

  /**
   * The memory of {@code tensor} as an array of its shape and strides.
   *
   * @throws IllegalArgumentException if ND4J does not manage that memory
   */
  public static INDArray of(Tensor tensor) {
    if (!(tensor.memory() instanceof BufferMemory memory)) {
      throw new IllegalArgumentException("ND4J does not manage the memory of " + tensor);
    }
    return Nd4j.create(memory.buffer(), tensor.shape(), tensor.strides(), tensor.offset(), 'c');
  }

  /** The memory of {@code array} as a tensor of its shape and strides. */
  public static Tensor tensor(INDArray array) {
    return Tensor.of(
        new BufferMemory(array.data(), null), array.offset(), array.shape(), array.stride());
  }

  /** Memory that ND4J allocates, outside of workspaces. */
  public static Memory allocate(ElementType type, long length) {
    try (var outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray array = Nd4j.createUninitialized(type(type), length);
      return new BufferMemory(array.data(), array);
    }
  }

  /** ND4J's name of {@code type}. */
  public static DataType type(ElementType type) {
    return type == ElementType.F32 ? DataType.FLOAT : DataType.DOUBLE;
  }

  /**
   * The type that ND4J calls {@code type}.
   *
   * @throws IllegalArgumentException if tensors have no such type
   */
  public static ElementType type(DataType type) {
    return switch (type) {
      case FLOAT -> ElementType.F32;
      case DOUBLE -> ElementType.F64;
      default -> throw new IllegalArgumentException("Tensors hold floats or doubles, not " + type);
    };
  }
}
