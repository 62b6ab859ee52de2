package org.logoformer.jobs.dryrun;

import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.kernels.MultiplyAdds;
import org.logoformer.models.Models;
import org.logoformer.nn.Blueprint;
import org.logoformer.nn.Inventory;
import org.logoformer.nn.Purpose;

/**
 * What a worker needs of native memory, about, in bytes.
 *
 * @param vectors parameters, gradient and momentum, and with SAM the copy that restores parameters
 * @param activations of its share of a batch, and their gradients
 */
public record WorkerMemory(double vectors, double activations) {
  /** Of a worker of this training. */
  public static WorkerMemory of(LogoConfig config) {
    TrainConfig train = config.train();
    Blueprint blueprint = Models.trained(config);
    double width = train.precision().type().width();
    int batch = (train.batch() + train.workers() - 1) / train.workers();
    int copies = config.optimiser().sam().rho() > 0 ? 4 : 3;
    return new WorkerMemory(
        width * Inventory.layout(blueprint).length() * copies,
        Inventory.of(blueprint, Purpose.TRAINING, batch, MultiplyAdds.NOMINAL).bytes()
            / 4.0
            * width);
  }

  /** All of it. */
  public double bytes() {
    return vectors + activations;
  }
}
