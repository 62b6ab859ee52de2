package org.logoformer.models;

import java.util.Arrays;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Window;
import org.logoformer.nn.Layer;
import org.logoformer.nn.Scope;
import org.logoformer.tensor.Tensor;

/** The mean over each feature map: [N, size.., C] to [.., C], N rows. */
public final class MapMean extends Layer {
  private final Kernels.Pooling mean;
  private final long[] pooled;

  /**
   * @param map of 2 or 3 dimensions
   * @param y receives the result
   */
  public MapMean(Scope scope, Tensor map, Tensor y) {
    super(scope);
    this.pooled = map.shape();
    int[] size = Arrays.stream(pooled, 1, pooled.length - 1).mapToInt(Math::toIntExact).toArray();
    Arrays.fill(pooled, 1, pooled.length - 1, 1);
    this.mean = then(kernels().averagePooling(Window.tiling(size), map, y.reshape(pooled)));
  }

  @Override
  public void differentiate(Tensor dy, Tensor dx) {
    back(mean.gradient(dy.reshape(pooled), dx));
  }
}
