package org.logoformer.model;

import org.logoformer.config.ModelConfig;
import org.logoformer.config.ModelConfig.Cls;
import org.logoformer.config.ModelConfig.PoolKind;

/**
 * Multiply-accumulates of one clip's forward pass: one per multiply in convolutions, linear layers
 * and the two products of attention; nothing for norms, biases, softmax, GELU and residuals.
 */
public final class MacCounter {
  private MacCounter() {}

  /** Of the whole network. */
  public static long count(ModelConfig config) {
    Architecture a = new Architecture(config);
    long d = a.dim();
    long clipTokens = a.clipTokens();
    long projection = clipTokens * a.features() * d;
    return resNet18(a.frames(), a.size(), a.width(), 3)
        + projection
        + a.depth() * (local(a) + global(a) + mlp(a))
        + a.classes() * d;
  }

  /**
   * Of {@link #count}, what the last block would do for tokens that the head does not read. It is
   * not done.
   */
  public static long unread(ModelConfig config) {
    Architecture a = new Architecture(config);
    if (a.cls() == Cls.MEAN) {
      return 0;
    }
    long d = a.dim();
    long each = 2 * d * d + 2L * a.keys() * d + 2L * d * a.hidden();
    return (a.tokens() - 1L) * each;
  }

  /**
   * Of a ResNet18 without its classifier over single frames.
   *
   * @param size side of a frame, pixels
   * @param width channels of the first stage
   * @param stages how many of the four
   */
  public static long resNet18(int frames, int size, int width, int stages) {
    long side = halved(size);
    long macs = side * side * width * 3 * 49;
    side = halved(side);
    long in = width;
    for (int stage = 0; stage < stages; stage++) {
      long out = (long) width << stage;
      if (stage > 0) {
        side = halved(side);
        macs += side * side * out * in; // downsample
      }
      macs += side * side * 9 * (out * in + 3 * out * out);
      in = out;
    }
    return frames * macs;
  }

  private static long halved(long side) {
    return (side + 1) / 2;
  }

  /** Part 1 of a block: qkv, QK^T and AV inside windows, output projection. */
  private static long local(Architecture a) {
    long d = a.dim();
    long tokens = a.clipTokens();
    return 4 * tokens * d * d + 2 * tokens * a.window().tokens() * d;
  }

  /** Part 2 of a block: pooling, q, kv, QK^T and AV, output projection. */
  private static long global(Architecture a) {
    long d = a.dim();
    long tokens = a.tokens();
    long keys = a.keys();
    // Each token is read once, since windows tile: by d outputs or by one.
    long pool =
        a.pooling() == PoolKind.CONV
            ? a.clipTokens() * d * d
            : a.pooling() == PoolKind.DEPTHWISE ? a.clipTokens() * d : 0;
    return pool + 2 * tokens * d * d + 2 * keys * d * d + 2 * tokens * keys * d;
  }

  private static long mlp(Architecture a) {
    return 2L * a.tokens() * a.dim() * a.hidden();
  }
}
