package org.logoformer.kernels.proof;

import java.util.IdentityHashMap;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.ElementType;
import org.logoformer.tensor.Memory;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;

/** Memory for one proof after another: new memory would cost more than most proofs. */
final class Room {
  private static final long CHUNK_BYTES = 2L << 20;

  private final Arena arena;
  private final Arena.Mark empty;
  private final IdentityHashMap<Memory, Host> hosts = new IdentityHashMap<>();

  Room(ElementType type) {
    arena = new Arena(type, NdArrays::allocate, CHUNK_BYTES);
    empty = arena.mark();
  }

  Tensor allocate(long elements) {
    return arena.allocate(elements);
  }

  /** All memory that {@code tensor} is a part of. */
  Host host(Tensor tensor) {
    return hosts.computeIfAbsent(
        tensor.memory(), all -> Host.of(all.type(), all.address(), all.length()));
  }

  /** Its tensors must not be used any more. */
  void clear() {
    arena.release(empty);
  }
}
