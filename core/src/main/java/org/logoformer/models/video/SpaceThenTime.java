package org.logoformer.models.video;

import java.util.List;
import org.logoformer.kernels.Window;
import org.logoformer.nn.Factor;
import org.logoformer.nn.ResNetEntry;

/** (2+1)D convolutions: 1xkxk, then kx1x1, with torchvision's names and channels in between. */
final class SpaceThenTime implements ResNetEntry.Block {
  /** Channels between the stem's factors for each 64 of the network's width, rounded up. */
  private static final int STEM = 45;

  static List<Factor> stem(long width) {
    long between = (STEM * width + 63) / 64;
    return List.of(
        new Factor("stem.0", "stem.1", space(7, 2), between),
        new Factor("stem.3", "stem.4", time(1), width));
  }

  @Override
  public List<Factor> first(long in, long out, int stride) {
    return factors("conv1", between(in, out), out, stride);
  }

  @Override
  public List<Factor> second(long in, long out) {
    return factors("conv2", between(in, out), out, 1);
  }

  /**
   * Such that the factors of a block's first convolution have as many weights as the 3x3x3 one; the
   * second convolution has the same, though its input is wider where the block widens.
   */
  private static long between(long in, long out) {
    return in * out * 27 / (in * 9 + out * 3);
  }

  private static List<Factor> factors(String name, long between, long out, int stride) {
    return List.of(
        new Factor(name + ".0.0", name + ".0.1", space(3, stride), between),
        new Factor(name + ".0.3", name + ".1", time(stride), out));
  }

  private static Window space(int kernel, int stride) {
    return new Window(
        new int[] {1, kernel, kernel},
        new int[] {1, stride, stride},
        new int[] {0, kernel / 2, kernel / 2});
  }

  private static Window time(int stride) {
    return new Window(new int[] {3, 1, 1}, new int[] {stride, 1, 1}, new int[] {1, 0, 0});
  }
}
