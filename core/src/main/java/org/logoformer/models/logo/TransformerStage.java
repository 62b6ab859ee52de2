package org.logoformer.models.logo;

import org.logoformer.nn.Layer;
import org.logoformer.nn.Scope;
import org.logoformer.nn.Stage;
import org.logoformer.tensor.Tensor;

/** [B*F, H, W, 4*width] to [B, d]. */
record TransformerStage(Architecture a) implements Stage {
  @Override
  public String name() {
    return "";
  }

  @Override
  public boolean clipByClip() {
    return true;
  }

  @Override
  public long[] shape(long... x) {
    return new long[] {x[0] / a.frames(), a.dim()};
  }

  @Override
  public Layer build(Scope scope, Tensor x, Tensor y) {
    return new Transformer(scope, a, x, y);
  }
}
