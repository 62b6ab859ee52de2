package org.logoformer.jobs.bench;

import org.logoformer.config.LogoConfig;
import org.logoformer.model.MacCounter;

/**
 * Floating-point operations of one clip: two per multiply-accumulate; a backward pass counts as two
 * forward passes, since it multiplies once for the gradient of the input and once for that of the
 * weights.
 *
 * @param forward of one forward pass
 */
record Flops(double forward) {

  static Flops of(LogoConfig config) {
    return new Flops(2.0 * MacCounter.count(config.model()));
  }

  double forwardBackward() {
    return 3 * forward;
  }

  /** Of a step with {@code ascents} passes more than plain SGD's. */
  double step(double ascents) {
    return (1 + ascents) * forwardBackward();
  }
}
