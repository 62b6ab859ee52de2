package org.logoformer.kernels.nd4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where operations keep what is not an argument: temporaries, which live for one {@link Op#run} and
 * share memory among all operations, and state, which lives as long as the operation. Both are
 * apart from the network's own arena, whose marks an operation cannot foresee.
 */
final class Memory implements AutoCloseable {
  private final Arena scratch;
  private final Arena state;
  private final Map<Long, INDArray> ones = new HashMap<>();

  Memory(DataType type) {
    scratch = new Arena(NdArrays.type(type), NdArrays::allocate);
    state = new Arena(NdArrays.type(type), NdArrays::allocate);
  }

  /** Makes an operation whose {@link #scratch} other operations may overwrite between runs. */
  <T> T sharing(Supplier<T> operation) {
    Arena.Mark mark = scratch.mark();
    try {
      return operation.get();
    } finally {
      scratch.release(mark);
    }
  }

  /**
   * As {@link #sharing}: an operation of the steps that {@code steps} adds, one after the other.
   */
  Op operation(Consumer<List<Op>> steps) {
    return sharing(
        () -> {
          List<Op> ops = new ArrayList<>();
          steps.accept(ops);
          return Op.sequence(ops);
        });
  }

  Tensor scratch(long... shape) {
    return scratch.allocate(shape);
  }

  Tensor state(long... shape) {
    return state.allocate(shape);
  }

  /** A row vector [1, n] of ones: sums as matrix products, several times faster than ND4J's sum. */
  INDArray onesRow(long n) {
    return ones.computeIfAbsent(
        n,
        length -> {
          INDArray row = NdArrays.of(state.allocate(1, length));
          row.assign(1);
          return row;
        });
  }

  INDArray onesColumn(long n) {
    return onesRow(n).reshape(n, 1);
  }

  long bytes() {
    return scratch.bytes() + state.bytes();
  }

  @Override
  public void close() {
    ones.clear();
    scratch.close();
    state.close();
  }
}
