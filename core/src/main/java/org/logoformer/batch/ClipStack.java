package org.logoformer.batch;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Clips behind each other in one array, made in parallel: a round begins with no batch at hand, and
 * its network waits for the first one while all cores are idle.
 */
public final class ClipStack {
  private ClipStack() {}

  /** Makes the clips of a stack, by several threads at once. */
  public interface Source {
    /**
     * Makes clip i.
     *
     * @param out zeros; takes its samples
     */
    void read(int i, float[] out);
  }

  /** Takes the samples of clip i. */
  private interface Place {
    void put(int i, float[] clip);
  }

  /**
   * The clips of a batch. If several fail, the first one's exception is thrown, when none is being
   * made any more.
   *
   * @param clips how many, at least 1
   * @param frames of each
   * @param size height and width of a frame, pixels
   * @return {@code [clips, frames, size, size, 3]}, float32
   */
  public static INDArray of(int clips, int frames, int size, Source source) {
    long[] shape = {clips, frames, size, size, 3};
    int length = Math.multiplyExact(3 * frames, Math.multiplyExact(size, size));
    return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU
        ? onHost(shape, length, source)
        : copied(shape, length, source);
  }

  // ND4J copies an array of Java number by number: that takes as long as all reading.
  private static INDArray onHost(long[] shape, int length, Source source) {
    INDArray stack = Nd4j.createUninitialized(DataType.FLOAT, shape);
    try {
      Pointer memory = stack.data().pointer();
      fill(
          (int) shape[0],
          length,
          source,
          (i, clip) ->
              new FloatPointer(memory).position((long) i * length).put(clip, 0, clip.length));
      return stack;
    } catch (RuntimeException | Error e) {
      stack.close();
      throw e;
    }
  }

  private static INDArray copied(long[] shape, int length, Source source) {
    float[] samples = new float[Math.multiplyExact((int) shape[0], length)];
    fill(
        (int) shape[0],
        length,
        source,
        (i, clip) -> System.arraycopy(clip, 0, samples, i * length, length));
    return Nd4j.createFromArray(samples).reshape(shape);
  }

  private static void fill(int clips, int length, Source source, Place place) {
    Throwable[] failures = new Throwable[clips];
    AtomicInteger firstFailed = new AtomicInteger(clips);
    IntStream.range(0, clips)
        .parallel()
        .filter(i -> i < firstFailed.get())
        .forEach(
            i -> {
              try {
                float[] clip = new float[length];
                source.read(i, clip);
                place.put(i, clip);
              } catch (RuntimeException | Error e) {
                // A stream would throw it while other threads still write.
                failures[i] = e;
                firstFailed.accumulateAndGet(i, Math::min);
              }
            });
    if (firstFailed.get() < clips) {
      rethrow(failures[firstFailed.get()]);
    }
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
