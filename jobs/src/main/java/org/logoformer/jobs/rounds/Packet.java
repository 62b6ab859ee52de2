package org.logoformer.jobs.rounds;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.logoformer.train.state.FlatVector;

/**
 * A small value and the long vectors that belong to it, as one byte array of exactly their size:
 * the value is serialised by Java, each vector is copied in one piece.
 */
record Packet<T extends Serializable>(T head, List<FlatVector> vectors) {
  Packet {
    vectors = List.copyOf(vectors);
  }

  /** Layout: length of the head, head, number of vectors, vectors. */
  byte[] bytes() {
    byte[] first = Wire.encode(head);
    long size = vectors.stream().mapToLong(FlatVector::packedSize).sum();
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(2L * Integer.BYTES + first.length + size));
    out.putInt(first.length).put(first).putInt(vectors.size());
    vectors.forEach(v -> v.pack(out));
    return out.array();
  }

  /** Reads what {@link #bytes} wrote. */
  static <T extends Serializable> Packet<T> of(byte[] bytes, Class<T> type) {
    return of(ByteBuffer.wrap(bytes), type);
  }

  /** As above; copies what it takes from the buffer. */
  static <T extends Serializable> Packet<T> of(ByteBuffer in, Class<T> type) {
    byte[] first = new byte[in.getInt()];
    in.get(first);
    int count = in.getInt();
    return new Packet<>(
        Wire.decode(first, type),
        Stream.generate(() -> FlatVector.unpack(in)).limit(count).toList());
  }
}
