package org.logoformer.train.round;

import org.logoformer.config.TrainConfig.Outer;
import org.logoformer.config.TrainConfig.OuterKind;
import org.logoformer.train.state.FlatVector;

/**
 * What becomes of the mean of the workers. The change of a round is taken for a gradient d = w - m,
 * from the parameters w that the round began with to the mean m, and Nesterov's rule steps with it:
 * v' = mu v + d and w' = w - lr (d + mu v') (DiLoCo, Douillard et al., 2023; SlowMo, Wang et al.,
 * 2020, is its kin with heavy-ball momentum). Written as m + (1 - lr) d - lr mu v', so that lr = 1
 * with mu = 0 is the mean to the last bit.
 */
record OuterOptimiser(Outer settings) {
  /**
   * An outer step.
   *
   * @param momentum v'; empty if there is no outer optimiser
   */
  record Stepped(FlatVector parameters, FlatVector momentum) {}

  /**
   * The parameters after a round.
   *
   * @param start w
   * @param mean m
   * @param momentum v; empty: zeros
   */
  Stepped step(FlatVector start, FlatVector mean, FlatVector momentum) {
    if (settings.kind() == OuterKind.NONE) {
      return new Stepped(mean, FlatVector.copyOf(null));
    }
    double[] w = start.toDoubles();
    double[] m = mean.toDoubles();
    double[] v = momentum.length() == 0 ? new double[w.length] : momentum.toDoubles();
    double rest = 1 - settings.lr();
    double push = settings.lr() * settings.momentum();
    for (int i = 0; i < w.length; i++) {
      double d = w[i] - m[i];
      v[i] = settings.momentum() * v[i] + d;
      // A factor of 0 wins over an infinite change, and the sum of zeros must not turn -0 into 0.
      double correction = (rest == 0 ? 0 : rest * d) - (push == 0 ? 0 : push * v[i]);
      w[i] = correction == 0 ? m[i] : m[i] + correction;
    }
    return new Stepped(FlatVector.fill(mean.type(), w), FlatVector.fill(mean.type(), v));
  }
}
