package org.logoformer.jobs.prediction;

import org.logoformer.clip.Frames;

/** The frames of one clip. */
interface ClipFrames extends AutoCloseable {
  /** How many there are. */
  int count();

  /**
   * Decodes a frame, {@code [1, height, width, 3]}.
   *
   * @param n from 0, and larger than in all calls before
   * @throws org.logoformer.error.DataException if it cannot be read, naming the file
   */
  Frames frame(int n);

  /** What to call a frame in a message. */
  String name(int n);

  @Override
  void close();
}
