package org.logoformer.models.formerdfer;

import org.logoformer.nn.Initialisation;
import org.logoformer.nn.Layer;
import org.logoformer.nn.Scope;
import org.logoformer.nn.Stage;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * Feature maps [N, H, W, d] to such: the places of each frame, with positions, look at each other.
 */
record SpatialStage(FormerDferConfig.Encoder own) implements Stage {
  private static final String SECTION = "spatial encoder";

  @Override
  public String name() {
    return "s_former";
  }

  @Override
  public String title() {
    return SECTION;
  }

  @Override
  public boolean clipByClip() {
    return true;
  }

  @Override
  public long[] shape(long... x) {
    return x;
  }

  @Override
  public Layer build(Scope scope, Tensor x, Tensor y) {
    return new Places(scope, x, y);
  }

  private final class Places extends Layer {
    private final Encoder encoder;

    Places(Scope scope, Tensor x, Tensor y) {
      super(scope);
      Tensor tokens = inRow(x);
      Tensor positions =
          scope.weight("pos_embedding", Initialisation.POSITION, 1, tokens.size(1), tokens.size(2));
      scope.describe(SECTION, "%d tokens, %d heads".formatted(tokens.size(1), own.heads()));
      Arena.Mark mark = scope.mark();
      Tensor placed = scope.allocateLike(tokens);
      then(kernels().add(tokens, positions, placed));
      this.encoder =
          thenPart(SECTION, new Encoder(scope.in("spatial_transformer"), own, placed, inRow(y)));
      scope.releaseActivations(mark);
    }

    @Override
    public void differentiate(Tensor dy, Tensor dx) {
      Tensor d = inRow(dy);
      encoder.differentiate(d);
      backPart(SECTION, encoder);
      back(kernels().sum(d, gradient("pos_embedding")));
      back(kernels().copy(d, inRow(dx)));
    }

    /** [N, H, W, d] as [N, S, d]. */
    private static Tensor inRow(Tensor map) {
      return map.reshape(map.size(0), map.size(1) * map.size(2), map.size(3));
    }
  }
}
