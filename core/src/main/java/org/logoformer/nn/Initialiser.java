package org.logoformer.nn;

import java.util.Arrays;
import org.logoformer.config.ModelConfig.Initial;
import org.logoformer.config.ModelConfig.Spread;
import org.logoformer.random.Keyed;

/**
 * First values of the parameters, keyed by (seed, parameter name): convolutions He normal over the
 * fan-out; weights, positions and the classifier normal, cut off at two deviations; biases and
 * means 0, scales and variances 1.
 */
public final class Initialiser {
  /** Of the classifier, and of all weights with {@link Spread#FIXED}. */
  private static final double DEVIATION = 0.02;

  private static final double CUT = 2;

  private final long seed;
  private final Initial initial;

  /** The draws of one seed. */
  public Initialiser(long seed, Initial initial) {
    this.seed = seed;
    this.initial = initial;
  }

  /** Fills all arrays of {@code parameters}. */
  public void fill(ParameterVector parameters) {
    for (Parameter p : parameters.layout().parameters()) {
      parameters.tensor(p.name()).write(values(p));
    }
  }

  private double[] values(Parameter p) {
    double[] values = new double[Math.toIntExact(p.length())];
    switch (p.initialisation()) {
      case ZERO -> {}
      case ONE -> Arrays.fill(values, 1);
      case WEIGHT -> fill(values, p, initial.weights() == Spread.FIXED ? DEVIATION : fanIn(p));
      case POSITION -> fill(values, p, initial.positions());
      case CLASSIFIER -> fill(values, p, DEVIATION);
      case RECURRENT -> recurrent(values, p, 4);
      case GATED -> recurrent(values, p, 3);
      case HE -> {
        Keyed draws = Keyed.of(seed, p.name());
        // [O, I, kh, kw]: an input element feeds O*kh*kw products.
        double deviation = Math.sqrt(2.0 * p.shape()[1] / p.length());
        Arrays.setAll(values, i -> deviation * draws.nextGaussian());
      }
    }
    return values;
  }

  /**
   * @param gates rows for each hidden element
   */
  private void recurrent(double[] values, Parameter p, double gates) {
    Keyed draws = Keyed.of(seed, p.name());
    double bound = Math.sqrt(gates / p.shape()[0]);
    Arrays.setAll(values, i -> bound * (2 * draws.nextDouble() - 1));
  }

  private void fill(double[] values, Parameter p, double deviation) {
    Keyed draws = Keyed.of(seed, p.name());
    Arrays.setAll(values, i -> deviation * truncated(draws));
  }

  /** [O, inputs..] */
  private static double fanIn(Parameter p) {
    return Math.sqrt(p.shape()[0] / (double) p.length());
  }

  private static double truncated(Keyed draws) {
    double z = draws.nextGaussian();
    while (Math.abs(z) > CUT) {
      z = draws.nextGaussian();
    }
    return z;
  }
}
