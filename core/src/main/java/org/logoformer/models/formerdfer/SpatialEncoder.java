package org.logoformer.models.formerdfer;

import org.logoformer.models.Stages;
import org.logoformer.nn.Initialisation;
import org.logoformer.nn.Layer;
import org.logoformer.nn.Scope;
import org.logoformer.nn.Stage;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * Feature maps [N, H, W, d] to feature maps: the places of each frame, with positions, attend to
 * each other.
 */
final class SpatialEncoder extends Layer {
  private static final String SECTION = "spatial encoder";

  private final Encoder encoder;

  private SpatialEncoder(Scope scope, FormerDferConfig.Encoder own, Tensor x, Tensor y) {
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

  static Stage stage(String name, FormerDferConfig.Encoder own) {
    return Stages.ofClips(
        name, SECTION, x -> x, (scope, x, y) -> new SpatialEncoder(scope, own, x, y));
  }

  @Override
  public void differentiate(Tensor dy, Tensor dx) {
    Tensor d = inRow(dy);
    backPart(SECTION, encoder).differentiate(d);
    back(kernels().sum(d, gradient("pos_embedding")));
    back(kernels().copy(d, inRow(dx)));
  }

  /** [N, H, W, d] as [N, S, d]. */
  private static Tensor inRow(Tensor map) {
    return map.reshape(map.size(0), map.size(1) * map.size(2), map.size(3));
  }
}
