package org.logoformer.model;

import org.logoformer.random.Keyed;
import org.logoformer.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Inverted dropout: y = x * mask, where an element of the mask is 0 with probability {@code rate},
 * else 1 / (1 - rate), so that the mean stays. At rate 0, and in inference, y is x and nothing
 * runs.
 *
 * <p>The mask is a function of (seed, step, layer, element) alone: both passes of a step of
 * sharpness-aware minimisation see the same one, and so does a step that is run again. It is drawn
 * on the host; dropout is off in the paper's configuration, so speed matters little here.
 */
final class Dropout extends Module {
  private final String layer;
  private final double rate;
  private final int lane;
  private final Tensor mask;
  private final Tensor y;
  private long drawnSeed;
  private long drawnStep = -1;

  /**
   * @param layer key of the mask, unique in the network
   * @param rate probability of a zero, in [0, 1)
   * @param maskShape shape of x, or 1 where all elements along a dimension share their fate
   */
  Dropout(Binder binder, String layer, double rate, Tensor x, long... maskShape) {
    super(binder);
    this.layer = layer;
    this.rate = rate;
    this.lane = binder.lane();
    if (rate == 0 || !binder.training()) {
      this.mask = null;
      this.y = x;
      return;
    }
    this.mask = binder.allocate(maskShape);
    this.y = binder.allocateLike(x);
    mask.array().assign(1);
    then(kernels().multiply(x, mask, y));
    binder.onDraw(this);
  }

  /** x with some elements dropped; x itself if none ever are. */
  Tensor y() {
    return y;
  }

  /**
   * @param d gradient by y, turned into the gradient by x
   */
  void differentiate(Tensor d) {
    if (mask != null) {
      back(kernels().multiply(d, mask, d));
    }
  }

  /** Fills the mask for a step; does nothing if it holds that step's already. */
  void draw(long seed, long step) {
    if (seed == drawnSeed && step == drawnStep) {
      return;
    }
    try (INDArray values = values(Keyed.of(seed, "dropout", layer, step).nextLong())) {
      mask.array().assign(values);
    }
    drawnSeed = seed;
    drawnStep = step;
  }

  private INDArray values(long key) {
    int length = Math.toIntExact(mask.length());
    // Masks of other lanes, for other clips, come before this one.
    long first = (long) lane * length;
    if (mask.type() == DataType.FLOAT) {
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = (float) value(key, first + i);
      }
      return Nd4j.createFromArray(values).reshape(mask.shape());
    }
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = value(key, first + i);
    }
    return Nd4j.createFromArray(values).reshape(mask.shape());
  }

  private double value(long key, long element) {
    return Keyed.unit(Keyed.hash(key, element)) < rate ? 0 : 1 / (1 - rate);
  }
}
