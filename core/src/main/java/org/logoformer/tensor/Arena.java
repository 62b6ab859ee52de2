package org.logoformer.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The memory of one network: a stack of tensors, laid out while the network is built and fixed from
 * then on. Temporaries of one operation share memory with those of the next through {@link #mark}
 * and {@link #release}. Memory comes in chunks; closing the arena frees them. Not thread-safe: one
 * arena, one slot.
 */
public final class Arena implements AutoCloseable {
  /** Tensors start at multiples of a cache line. */
  private static final long ALIGNMENT_BYTES = 64;

  private static final long CHUNK_BYTES = 32L << 20;

  private final ElementType type;
  private final Memory.Source source;
  private final long chunkBytes;
  private final List<Memory> chunks = new ArrayList<>();
  private final List<Memory> lasting = new ArrayList<>();
  private int chunk;
  private long used;
  private long height;
  private long peak;

  /** An empty arena for tensors of {@code type} in memory from {@code source}. */
  public Arena(ElementType type, Memory.Source source) {
    this(type, source, CHUNK_BYTES);
  }

  /** As above, for few tensors: takes memory by {@code chunkBytes}, which is all written once. */
  public Arena(ElementType type, Memory.Source source, long chunkBytes) {
    this.type = type;
    this.source = source;
    this.chunkBytes = chunkBytes;
  }

  /** A position in the stack of tensors. */
  public record Mark(int chunk, long used, long height) {}

  /** A row-major tensor; its content is whatever was there. */
  public Tensor allocate(long... shape) {
    long length = Tensor.elements(shape);
    long step = ALIGNMENT_BYTES / type.width();
    long padded = (length + step - 1) / step * step;
    while (chunk < chunks.size() && used + padded > chunks.get(chunk).length()) {
      chunk++;
      used = 0;
    }
    if (chunk == chunks.size()) {
      chunks.add(source.allocate(type, Math.max(padded, chunkBytes / type.width())));
      used = 0;
    }
    Memory memory = chunks.get(chunk);
    Tensor tensor = Tensor.of(memory, used, shape);
    used += padded;
    height += padded;
    peak = Math.max(peak, height);
    return tensor;
  }

  /** A row-major tensor beside the stack, which no {@link #release} gives back. */
  public Tensor allocateLasting(long... shape) {
    Memory memory = source.allocate(type, Tensor.elements(shape));
    lasting.add(memory);
    return Tensor.of(memory, 0, shape);
  }

  /** Remembers the top of the stack. */
  public Mark mark() {
    return new Mark(chunk, used, height);
  }

  /** Gives back everything allocated since {@code mark}; its tensors must not be used any more. */
  public void release(Mark mark) {
    chunk = mark.chunk();
    used = mark.used();
    height = mark.height();
  }

  /** Bytes of all tensors on the stack when they were most. */
  public long peakBytes() {
    return peak * type.width();
  }

  /** Bytes of native memory held. */
  public long bytes() {
    return Stream.of(chunks, lasting)
        .flatMap(List::stream)
        .mapToLong(c -> c.length() * type.width())
        .sum();
  }

  @Override
  public void close() {
    chunks.forEach(Memory::close);
    chunks.clear();
    lasting.forEach(Memory::close);
    lasting.clear();
    chunk = 0;
    used = 0;
  }
}
