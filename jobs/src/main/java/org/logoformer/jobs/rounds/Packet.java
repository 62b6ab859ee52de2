package org.logoformer.jobs.rounds;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.logoformer.train.state.FlatVector;

/**
 * A small value and the long vectors that belong to it, as one byte array of exactly their size:
 * the value serialised, each vector copied in one piece.
 */
record Packet(Serializable head, List<FlatVector> vectors) {
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

  static Packet of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte[] first = new byte[in.getInt()];
    in.get(first);
    Serializable head = Wire.decode(first, Serializable.class);
    int count = in.getInt();
    return new Packet(
        head, IntStream.range(0, count).mapToObj(i -> FlatVector.unpack(in)).toList());
  }

  <T> T head(Class<T> type) {
    return type.cast(head);
  }
}
