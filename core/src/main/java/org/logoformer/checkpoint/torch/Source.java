package org.logoformer.checkpoint.torch;

import java.io.IOException;

/** The bytes of a file, anywhere in it. */
interface Source {
  /** Bytes of the file. */
  long length();

  /**
   * Fills {@code into} with what begins at {@code position}, all of which is below the length.
   *
   * @throws IOException if the storage fails
   */
  void read(long position, byte[] into) throws IOException;
}
