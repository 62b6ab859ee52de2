package org.logoformer.nn;

import java.util.Arrays;
import org.logoformer.random.Keyed;
import org.logoformer.tensor.Tensor;

/**
 * Inverted dropout: y = x * mask, where an element of the mask is 0 with probability {@code rate},
 * else 1 / (1 - rate), so that the mean stays. At rate 0, and in inference, y is x and nothing
 * runs.
 *
 * <p>The mask is a function of (seed, worker, step, layer, clip, element) alone, where a clip is
 * known by its place in the worker's mini-batch: both passes of a step of sharpness-aware
 * minimisation see the same one, and so does a step that is run again, however many threads share
 * the mini-batch. It is drawn on the host; dropout is off in the paper's configuration, so speed
 * matters little here.
 */
public final class Dropout extends Part {
  private final String layer;
  private final double rate;
  private final long first;
  private final Tensor mask;
  private final Tensor y;
  private MaskKey drawn;

  /**
   * @param layer name in the scope, which makes the key of the mask
   * @param rate probability of a zero, in [0, 1)
   * @param x of all clips of the lane, clip by clip
   * @param maskShape shape of x, or 1 where all elements along a dimension share their fate
   */
  public Dropout(Scope scope, String layer, double rate, Tensor x, long... maskShape) {
    // Lanes have equal shares of the clips: those of the lanes before this one come first.
    this(scope, layer, rate, scope.laneNumber() * Tensor.elements(maskShape), x, maskShape);
  }

  /**
   * A part of a layer.
   *
   * @param layer name in the scope, which the other parts share
   * @param first place of the first element among those of the layer for the whole mini-batch, clip
   *     by clip; the others follow
   */
  Dropout(Scope scope, String layer, double rate, long first, Tensor x, long... maskShape) {
    super(scope);
    this.layer = scope.fullName(layer);
    this.rate = rate;
    this.first = first;
    if (rate == 0 || !scope.training()) {
      this.mask = null;
      this.y = x;
      return;
    }
    this.mask = scope.allocate(maskShape);
    this.y = scope.allocateLike(x);
    double[] ones = new double[Math.toIntExact(mask.length())];
    Arrays.fill(ones, 1);
    mask.write(ones);
    then(kernels().multiply(x, mask, y));
    scope.onDraw(this);
  }

  /** x with some elements dropped; x itself if none ever are. */
  public Tensor y() {
    return y;
  }

  /**
   * Appends the backward pass.
   *
   * @param d gradient by y, turned into the gradient by x
   */
  public void differentiate(Tensor d) {
    if (mask != null) {
      back(kernels().multiply(d, mask, d));
    }
  }

  /** Fills the mask for a step; does nothing if it holds that step's already. */
  void draw(MaskKey key) {
    if (key.equals(drawn)) {
      return;
    }
    Keyed ofLayer = Keyed.of(key.seed(), "dropout", layer, key.worker(), key.step());
    mask.write(values(ofLayer.nextLong()));
    drawn = key;
  }

  private double[] values(long key) {
    double[] values = new double[Math.toIntExact(mask.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = Keyed.unit(Keyed.hash(key, first + i)) < rate ? 0 : 1 / (1 - rate);
    }
    return values;
  }
}
