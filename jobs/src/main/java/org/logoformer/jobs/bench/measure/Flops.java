package org.logoformer.jobs.bench.measure;

import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.kernels.MultiplyAdds;
import org.logoformer.models.Models;
import org.logoformer.nn.Blueprint;
import org.logoformer.nn.Inventory;
import org.logoformer.nn.Purpose;

/**
 * Floating-point operations of one clip: two per multiply-add.
 *
 * @param forward of one forward pass
 * @param forwardBackward of a forward and a backward pass
 */
public record Flops(double forward, double forwardBackward) {
  /** As papers count: a backward pass is twice a forward pass. */
  public static Flops nominal(LogoConfig config) {
    double forward = 2.0 * Inventory.nominal(Models.blueprint(config.model())).forward();
    return new Flops(forward, 3 * forward);
  }

  /**
   * What is done here: of the last block only what the head reads, no gradient by the pixels, and
   * with oneDNN most 3x3 convolutions by Winograd's method.
   */
  public static Flops executed(LogoConfig config) {
    TrainConfig train = config.train();
    String kernels = KernelsFactory.resolve(train.kernels(), train.precision());
    MultiplyAdds cost = KernelsFactory.multiplyAdds(kernels, train.precision());
    Blueprint blueprint = Models.blueprint(config.model());
    return new Flops(
        2.0 * Inventory.of(blueprint, Purpose.INFERENCE, 1, cost).multiplyAdds(),
        2.0 * Inventory.of(blueprint, Purpose.TRAINING, 1, cost).multiplyAdds());
  }

  /** Of a step with {@code ascents} passes more than plain SGD's. */
  public double step(double ascents) {
    return (1 + ascents) * forwardBackward;
  }
}
