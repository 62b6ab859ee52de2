package org.logoformer.jobs.bench.quality;

import org.logoformer.config.LogoConfig;
import org.logoformer.config.Precision;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.models.Models;
import org.logoformer.nn.Inventory;
import org.logoformer.nn.Layout;

/**
 * What a worker and the driver exchange in a round, bytes.
 *
 * @param received parameters, BatchNorm statistics and momentum
 * @param sent the same, without momentum if it is not averaged
 */
record Traffic(long received, long sent) {
  /** Of the settings of a training. */
  static Traffic of(LogoConfig config) {
    Layout layout = Inventory.layout(Models.trained(config));
    long width = config.train().precision() == Precision.F64 ? Double.BYTES : Float.BYTES;
    long parameters = width * layout.length();
    long momentum = width * layout.trainableLength();
    boolean averaged = config.train().momentum() == Momentum.AVERAGE;
    return new Traffic(parameters + momentum, parameters + (averaged ? momentum : 0));
  }

  /** Both directions. */
  long both() {
    return received + sent;
  }
}
