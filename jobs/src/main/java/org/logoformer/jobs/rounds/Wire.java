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
 * Values of this project as byte arrays, between processes of one running job only. Kryo cannot
 * fill records, and byte arrays pass through every serialiser in bulk.
 */
public final class Wire {
  private static final ObjectInputFilter OURS =
      ObjectInputFilter.Config.createFilter(
          "org.logoformer.**;org.nd4j.linalg.api.buffer.DataType;java.base/*;!*");

  private Wire() {}

  /** The bytes of a value. */
  public static byte[] encode(Serializable value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot encode a " + value.getClass().getName(), e);
    }
    return bytes.toByteArray();
  }

  /** The value that {@link #encode} was given. */
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
