package org.logoformer.kernels.onednn;

import java.nio.FloatBuffer;
import org.logoformer.kernels.Kernels.Activation;

/** A {@link Tail} over rows of images, for one thread. */
final class TileTail {
  /** Changes nothing. */
  static final TileTail NONE = new TileTail(null, Activation.NONE, 0);

  private final FloatBuffer bias;
  private final Activation activation;
  private final float[] biases;
  private final float[] residual;

  private TileTail(FloatBuffer bias, Activation activation, int length) {
    this.bias = bias;
    this.activation = activation;
    this.biases = new float[length];
    this.residual = new float[length];
  }

  /** For rows of {@code length} elements; the tail must have a bias. */
  static TileTail of(Engine engine, Tail tail, int length) {
    return new TileTail(engine.vector(tail.bias()), tail.activation(), length);
  }

  /** Reads the bias: before each run. */
  void start() {
    if (bias != null) {
      int channels = bias.capacity();
      for (int pixel = 0; pixel < biases.length; pixel += channels) {
        bias.get(0, biases, pixel, channels);
      }
    }
  }

  /**
   * Applies to a row.
   *
   * @param added what the tail adds; null for nothing
   * @param at place of the row there
   */
  void apply(float[] row, FloatBuffer added, int at) {
    int length = biases.length;
    if (bias != null) {
      add(row, biases, length);
    }
    if (added != null) {
      added.get(at, residual, 0, length);
      add(row, residual, length);
    }
    if (activation == Activation.RELU) {
      relu(row, length);
    }
  }

  private static void add(float[] to, float[] from, int length) {
    for (int i = 0; i < length; i++) {
      to[i] += from[i];
    }
  }

  private static void relu(float[] values, int length) {
    for (int i = 0; i < length; i++) {
      values[i] = Math.max(values[i], 0);
    }
  }
}
