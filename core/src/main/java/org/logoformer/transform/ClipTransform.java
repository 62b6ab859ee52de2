package org.logoformer.transform;

import org.logoformer.clip.Frames;
import org.logoformer.config.DataConfig.Augment;
import org.logoformer.config.DataConfig.Normalise;
import org.logoformer.random.Keyed;

/**
 * Sampled frames to the network's input {@code [F, size, size, 3]}, float32. In training one random
 * crop and one flip hold for the whole clip, since the network is to see motion, not a shaking
 * camera. Safe for use by several threads.
 */
public final class ClipTransform {
  /** What a clip takes again of the one before, whichever set it is of. */
  private static final ThreadLocal<Resizer> RESIZERS =
      ThreadLocal.withInitial(() -> new Resizer(Resize.ANTIALIAS));

  private final int size;
  private final Augment augment;
  private final float[][] tables;

  /**
   * @param size height and width of the result, pixels
   */
  public ClipTransform(int size, Augment augment, Normalise normalise) {
    if (size <= 0) {
      throw new IllegalArgumentException("size must be positive, is " + size);
    }
    this.size = size;
    this.augment = augment;
    this.tables = new float[][] {table(normalise, 0), table(normalise, 1), table(normalise, 2)};
  }

  /** Numbers that one clip of {@code frames} frames takes, {@code frames * size * size * 3}. */
  public int length(int frames) {
    return Math.multiplyExact(frames, frameLength());
  }

  /**
   * The training view: random resized crop and flip.
   *
   * @param keyed the draws of this clip
   * @param out receives {@link #length} numbers from {@code at} on
   */
  public void train(Frames frames, Keyed keyed, float[] out, int at) {
    Crop crop = Crop.random(keyed, frames.height(), frames.width(), augment);
    apply(frames, crop, keyed.nextDouble() < augment.flip(), out, at);
  }

  /**
   * The test view: the whole frame.
   *
   * @param out receives {@link #length} numbers from {@code at} on
   */
  public void test(Frames frames, float[] out, int at) {
    test(frames, Flip.NONE, out, at);
  }

  /** As above, perhaps mirrored. */
  public void test(Frames frames, Flip flip, float[] out, int at) {
    apply(frames, Crop.all(frames), flip == Flip.HORIZONTAL, out, at);
  }

  private void apply(Frames frames, Crop crop, boolean mirrored, float[] out, int at) {
    byte[] resized = new byte[frameLength()];
    Resizer resizer = RESIZERS.get();
    for (int f = 0; f < frames.count(); f++) {
      resizer.apply(frames, f, crop, size, size, resized, 0);
      normalise(resized, mirrored, out, at + f * frameLength());
    }
  }

  private void normalise(byte[] resized, boolean mirrored, float[] out, int at) {
    int to = at;
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int column = mirrored ? size - 1 - x : x;
        int from = (y * size + column) * 3;
        for (int c = 0; c < 3; c++) {
          out[to++] = tables[c][resized[from + c] & 0xff];
        }
      }
    }
  }

  // The result of each of the 256 values of a channel: (v / 255 - mean) / std.
  private static float[] table(Normalise normalise, int channel) {
    float[] table = new float[256];
    for (int v = 0; v < table.length; v++) {
      table[v] =
          (float) ((v / 255.0 - normalise.mean().get(channel)) / normalise.std().get(channel));
    }
    return table;
  }

  private int frameLength() {
    return Math.toIntExact(Frames.bytesPerFrame(size, size));
  }
}
