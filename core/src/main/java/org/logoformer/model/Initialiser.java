package org.logoformer.model;

import java.util.Arrays;
import org.logoformer.random.Keyed;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * First values of the parameters, keyed by (seed, parameter name): convolutions He normal over the
 * fan-out, other weights normal with deviation 0.02 cut off at two deviations, biases and means 0,
 * scales and variances 1.
 */
public final class Initialiser {
  private static final double DEVIATION = 0.02;
  private static final double CUT = 2;

  private final long seed;

  /** The draws of one seed. */
  public Initialiser(long seed) {
    this.seed = seed;
  }

  /** Fills {@code flat}, a vector laid out by {@code layout}. */
  public void fill(ParameterLayout layout, INDArray flat) {
    for (Parameter p : layout.parameters()) {
      INDArray values = Nd4j.createFromArray(values(p)).castTo(flat.dataType());
      flat.get(NDArrayIndex.interval(p.offset(), p.offset() + p.length())).assign(values);
    }
  }

  private double[] values(Parameter p) {
    double[] values = new double[Math.toIntExact(p.length())];
    switch (p.kind()) {
      case BIAS, RUNNING_MEAN -> {}
      case SCALE, RUNNING_VARIANCE -> Arrays.fill(values, 1);
      case WEIGHT -> {
        Keyed draws = Keyed.of(seed, p.name());
        Arrays.setAll(values, i -> DEVIATION * truncated(draws));
      }
      case CONVOLUTION -> {
        Keyed draws = Keyed.of(seed, p.name());
        // [O, I, kh, kw]: an input element feeds O*kh*kw products.
        double deviation = Math.sqrt(2.0 * p.shape()[1] / p.length());
        Arrays.setAll(values, i -> deviation * draws.nextGaussian());
      }
    }
    return values;
  }

  private static double truncated(Keyed draws) {
    double z = draws.nextGaussian();
    while (Math.abs(z) > CUT) {
      z = draws.nextGaussian();
    }
    return z;
  }
}
