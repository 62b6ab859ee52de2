package org.logoformer.sampling;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.logoformer.config.DataConfig.Sampling;
import org.logoformer.config.DataConfig.ShortClip;
import org.logoformer.random.Keyed;

/**
 * Picks F frames of a clip of n, ascending in time but for repeats, and the same on every machine.
 *
 * <p>{@link Sampling#DS} is the dynamic sampling of Former-DFER: U segments of V consecutive
 * frames, with U = F/2 and V = 2 (F odd, or {@link Sampling#DS_16X1}: U = F and V = 1). Where its
 * published rule falls back to frame 0 for every segment, {@link ShortClip} decides, in training as
 * in test.
 *
 * <p>{@link Sampling#TI}, time interpolation, takes clips of F frames as they are, as DFEW's own
 * folder of 16 frames has them, and all others linearly in time: frame i lies at i (n-1) / (F-1)
 * and is blended of its neighbours. DFEW's authors interpolated along a curve in a graph embedding
 * (Zhou, Zhao and Pietikainen, "Towards a Practical Lipreading System", CVPR 2011), so this is an
 * approximation of theirs.
 *
 * @param rule how frames are chosen; {@link Sampling#UNIFORM} is round(i (n-1) / (F-1))
 * @param shortClip what becomes of clips that are too short for the rule
 * @param frames F, positive
 */
public record FrameSampler(Sampling rule, ShortClip shortClip, int frames) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException unless F is positive
   */
  public FrameSampler {
    if (frames <= 0) {
      throw new IllegalArgumentException("frames must be positive, is " + frames);
    }
  }

  /**
   * The frames of a training clip: each segment starts anywhere within its stretch.
   *
   * @param n frames of the clip
   * @param keyed the draws of this clip
   * @return F frames
   * @throws IllegalArgumentException if the clip has no frames
   */
  public FrameSample train(int n, Keyed keyed) {
    int stretch = Math.max(0, n - length() + 1) / segments();
    // The published rule has one more case, n > U, which needs V >= 3.
    return sample(n, stretch > 0, i -> i * stretch + keyed.nextInt(stretch));
  }

  /**
   * The frames of a test clip: each segment starts in the middle of its stretch.
   *
   * @param n frames of the clip
   * @return F frames
   * @throws IllegalArgumentException if the clip has no frames
   */
  public FrameSample test(int n) {
    // int(tick / 2 + tick * i) with tick = (n - V + 1) / U, in whole numbers.
    long starts = n - length() + 1L;
    return sample(n, starts > segments(), i -> (int) (starts * (1 + 2 * i) / (2L * segments())));
  }

  /**
   * The frames by the rule.
   *
   * @param enough whether the clip is long enough for dynamic sampling
   * @param start of each segment, in order
   */
  private FrameSample sample(int n, boolean enough, IntUnaryOperator start) {
    requireFrames(n);
    if (rule == Sampling.TI) {
      return interpolated(n);
    }
    if (rule == Sampling.UNIFORM) {
      return FrameSample.picked(linspace(n));
    }
    return enough
        ? FrameSample.picked(consecutive(IntStream.range(0, segments()).map(start).toArray(), n))
        : tooShort(n);
  }

  private FrameSample tooShort(int n) {
    return FrameSample.picked(
        switch (shortClip) {
          case PUBLISHED -> consecutive(new int[segments()], n);
          case EDGE -> clamped(n);
          case LINSPACE -> linspace(n);
        });
  }

  private int[] consecutive(int[] offsets, int n) {
    int[] picked = new int[frames];
    int length = length();
    Arrays.setAll(picked, i -> Math.min(offsets[i / length] + i % length, n - 1));
    return picked;
  }

  private int[] clamped(int n) {
    int[] picked = new int[frames];
    Arrays.setAll(picked, i -> Math.min(i, n - 1));
    return picked;
  }

  // i (n-1) / (F-1) as a whole number and what is left; a single frame is the first.
  private FrameSample interpolated(int n) {
    int unit = Math.max(1, frames - 1);
    int[] earlier = new int[frames];
    int[] part = new int[frames];
    for (int i = 0; i < frames; i++) {
      long at = (long) i * (n - 1);
      earlier[i] = (int) (at / unit);
      part[i] = (int) (at % unit);
    }
    return new FrameSample(earlier, part, unit);
  }

  // round(i (n-1) / (F-1)), halves up, in whole numbers; a single frame is the first.
  private int[] linspace(int n) {
    int[] picked = new int[frames];
    long last = frames - 1L;
    Arrays.setAll(picked, i -> last == 0 ? 0 : (int) ((2L * i * (n - 1) + last) / (2 * last)));
    return picked;
  }

  private int segments() {
    return frames / length();
  }

  private int length() {
    return rule == Sampling.DS && frames % 2 == 0 ? 2 : 1;
  }

  private static void requireFrames(int n) {
    if (n <= 0) {
      throw new IllegalArgumentException("a clip of " + n + " frames cannot be sampled");
    }
  }
}
