package org.logoformer.kernels.onednn;

import java.nio.FloatBuffer;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/** Multiplies the weights of each output channel, so a plain loop will do. */
final class NormalizationFold implements Op {
  private static final double EPSILON = 1e-5;

  private final FloatBuffer weight;
  private final FloatBuffer scale;
  private final FloatBuffer shift;
  private final FloatBuffer mean;
  private final FloatBuffer variance;
  private final FloatBuffer foldedWeight;
  private final FloatBuffer foldedBias;
  private final float[] values;

  NormalizationFold(
      Engine engine,
      Tensor weight,
      Tensor scale,
      Tensor shift,
      Tensor mean,
      Tensor variance,
      Tensor foldedWeight,
      Tensor foldedBias) {
    this.weight = engine.vector(weight);
    this.scale = engine.vector(scale);
    this.shift = engine.vector(shift);
    this.mean = engine.vector(mean);
    this.variance = engine.vector(variance);
    this.foldedWeight = engine.vector(foldedWeight);
    this.foldedBias = engine.vector(foldedBias);
    this.values = new float[Math.toIntExact(weight.length() / weight.size(0))];
  }

  @Override
  public void run() {
    for (int o = 0; o < scale.capacity(); o++) {
      float factor = (float) (scale.get(o) / Math.sqrt(variance.get(o) + EPSILON));
      foldedBias.put(o, shift.get(o) - mean.get(o) * factor);
      weight.get(o * values.length, values);
      for (int i = 0; i < values.length; i++) {
        values[i] *= factor;
      }
      foldedWeight.put(o * values.length, values);
    }
  }
}
