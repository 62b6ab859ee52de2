package org.logoformer.kernels;

import java.util.function.IntConsumer;

/**
 * Equal shares of a batch that are computed at the same time. Each lane has kernels and threads of
 * its own: what is made with {@link #kernels} is made and run inside {@link #run}, by that lane.
 */
public interface Lanes extends AutoCloseable {
  /** Number of lanes, at least 1. */
  int count();

  /** Kernels of lane {@code lane}, from 0. */
  Kernels kernels(int lane);

  /**
   * Runs {@code part} with the number of each lane, at the same time; lane 0 is the calling thread.
   * Returns, or throws what a lane threw, when the last one has ended.
   */
  void run(IntConsumer part);

  /** Frees the kernels that were made for the lanes. */
  @Override
  void close();

  /** The whole batch in the calling thread, on {@code kernels}, which stay open. */
  static Lanes one(Kernels kernels) {
    return new Lanes() {
      @Override
      public int count() {
        return 1;
      }

      @Override
      public Kernels kernels(int lane) {
        return kernels;
      }

      @Override
      public void run(IntConsumer part) {
        part.accept(0);
      }

      @Override
      public void close() {
        // Whoever made the kernels closes them.
      }
    };
  }
}
