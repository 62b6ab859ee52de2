package org.logoformer.jobs.bench.measure;

import org.logoformer.config.LogoConfig;
import org.logoformer.config.ModelConfig;
import org.logoformer.config.Precision;
import org.logoformer.config.TrainConfig;
import org.logoformer.config.TrainConfig.KernelChoice;
import org.logoformer.kernels.KernelsFactory;
import org.logoformer.model.MacCounter;

/**
 * Floating-point operations of one clip: two per multiply-accumulate; a backward pass counts as two
 * forward passes, since it multiplies once for the gradient of the input and once for that of the
 * weights.
 *
 * @param forward of one forward pass
 * @param first of those, what no gradient of the input is computed for
 */
public record Flops(double forward, double first) {
  private static final int TILE = 4;
  private static final int PRODUCTS = 36;
  private static final int LEAST_CHANNELS = 32;

  /** As papers count. */
  public static Flops nominal(LogoConfig config) {
    return new Flops(2.0 * MacCounter.count(config.model()), 0);
  }

  /**
   * What is done here: of the last block only what the head reads, no gradient by the pixels, and
   * with oneDNN most 3x3 convolutions by Winograd's method.
   */
  public static Flops executed(LogoConfig config) {
    ModelConfig model = config.model();
    TrainConfig train = config.train();
    boolean tiles =
        train.precision() == Precision.F32
            && KernelsFactory.resolve(train.kernels(), train.precision()) == KernelChoice.ONEDNN;
    double macs =
        (double) MacCounter.count(model) - MacCounter.unread(model) - (tiles ? saved(model) : 0);
    return new Flops(
        2 * macs, 2.0 * MacCounter.resNet18(model.frames(), model.size(), width(model), 0));
  }

  /** What tiles save in convolutions of stride 1: 36 products for 4x4 outputs, begun ones too. */
  private static double saved(ModelConfig model) {
    double macs = 0;
    double side = Math.ceil(Math.ceil(model.size() / 2.0) / 2);
    for (int stage = 0; stage < 3; stage++) {
      double channels = (double) width(model) * (1 << stage);
      int convolutions = stage == 0 ? 4 : 3;
      double tiles = Math.pow(Math.ceil(side / TILE), 2);
      if (channels >= LEAST_CHANNELS) {
        macs += convolutions * channels * channels * (side * side * 9 - tiles * PRODUCTS);
      }
      side = Math.ceil(side / 2);
    }
    return model.frames() * macs;
  }

  private static int width(ModelConfig model) {
    return model.backbone().width();
  }

  /** Of a forward and a backward pass; nobody asks for the gradient of the pixels. */
  public double forwardBackward() {
    return 3 * forward - first;
  }

  /** Of a step with {@code ascents} passes more than plain SGD's. */
  public double step(double ascents) {
    return (1 + ascents) * forwardBackward();
  }
}
