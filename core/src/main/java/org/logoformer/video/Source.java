package org.logoformer.video;

import java.io.Closeable;
import java.io.IOException;
import org.logoformer.clip.ImageRefusedException;

/** The bytes of a video, wherever they lie. */
interface Source extends Closeable {
  /** How many there are. */
  long length();

  /**
   * Reads some of them.
   *
   * @param at where to begin
   * @return how many were read, at least one and at most {@code to.length}; -1 behind the last
   * @throws ImageRefusedException if they do not match the checksum file that Hadoop has left
   *     beside them
   */
  int read(long at, byte[] to) throws IOException, ImageRefusedException;
}
