package org.logoformer.models.formerdfer;

import org.logoformer.models.Stages;
import org.logoformer.nn.Initialisation;
import org.logoformer.nn.Layer;
import org.logoformer.nn.Scope;
import org.logoformer.nn.Stage;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/** [B, F, d] to [B, d]: frames behind a CLS token, with positions, attend to each other. */
final class TemporalEncoder extends Layer {
  private static final String SECTION = "temporal encoder";

  private final Encoder encoder;
  private final Tensor tokens;

  private TemporalEncoder(Scope scope, FormerDferConfig.Encoder own, Tensor x, Tensor y) {
    super(scope);
    long d = x.size(2);
    long length = x.size(1) + 1;
    Tensor cls = scope.weight("cls_token", Initialisation.POSITION, 1, 1, d);
    Tensor positions = scope.weight("pos_embedding", Initialisation.POSITION, 1, length, d);
    scope.describe(SECTION, "%d tokens, %d heads".formatted(length, own.heads()));
    Arena.Mark mark = scope.mark();
    this.tokens = scope.allocate(x.size(0), length, d);
    Tensor result = scope.allocateLike(tokens);
    then(kernels().zero(first(tokens)));
    then(kernels().add(first(tokens), cls, first(tokens)));
    then(kernels().copy(x, others(tokens)));
    then(kernels().add(tokens, positions, tokens));
    // The temporal encoder has this name in the released weights, too.
    Scope inner = scope.in("spatial_transformer");
    this.encoder = thenPart(SECTION, new Encoder(inner, own, tokens, result));
    then(kernels().copy(first(result), row(y)));
    scope.releaseActivations(mark);
  }

  static Stage stage(String name, FormerDferConfig.Encoder own) {
    return Stages.ofClips(
        name,
        SECTION,
        x -> new long[] {x[0], x[2]},
        (scope, x, y) -> new TemporalEncoder(scope, own, x, y));
  }

  @Override
  public void differentiate(Tensor dy, Tensor dx) {
    Arena.Mark mark = scope().mark();
    Tensor d = scope().allocateLike(tokens);
    back(kernels().zero(d));
    back(kernels().copy(row(dy), first(d)));
    backPart(SECTION, encoder).differentiate(d);
    back(kernels().sum(d, gradient("pos_embedding")));
    back(kernels().sum(first(d), gradient("cls_token")));
    back(kernels().copy(others(d), dx));
    scope().release(mark);
  }

  private static Tensor first(Tensor tokens) {
    return tokens.slice(1, 0, 1);
  }

  private static Tensor others(Tensor tokens) {
    return tokens.slice(1, 1, tokens.size(1));
  }

  /** [B, d] as [B, 1, d]. */
  private static Tensor row(Tensor y) {
    return y.reshape(y.size(0), 1, y.size(1));
  }
}
