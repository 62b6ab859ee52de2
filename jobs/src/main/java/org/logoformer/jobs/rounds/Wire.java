package org.logoformer.jobs.rounds;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * Encodes values as byte arrays for the processes of one running job; nothing is stored this way.
 * Spark may be configured with Kryo, which cannot make records; every serialiser copies a byte
 * array in one piece.
 */
public final class Wire {
  private static final ObjectInputFilter OURS =
      ObjectInputFilter.Config.createFilter(
          "org.logoformer.**;org.nd4j.linalg.api.buffer.DataType;java.base/*;!*");

  private Wire() {}

  /** The bytes of a value, by Java's serialisation. */
  public static byte[] encode(Serializable value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot encode a " + value.getClass().getName(), e);
    }
    return bytes.toByteArray();
  }

  /** Reads what {@link #encode} wrote; refuses classes of other libraries. */
  public static <T> T decode(byte[] bytes, Class<T> type) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      in.setObjectInputFilter(OURS);
      return type.cast(in.readObject());
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(
          "Cannot decode a "
              + type.getName()
              + ": driver and executors must run the same version of LOGO-Former",
          e);
    }
  }
}
