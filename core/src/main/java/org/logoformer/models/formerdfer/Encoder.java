package org.logoformer.models.formerdfer;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.nn.Gelu;
import org.logoformer.nn.Mlp;
import org.logoformer.nn.Part;
import org.logoformer.nn.Scope;
import org.logoformer.nn.SelfAttention;
import org.logoformer.nn.TransformerStyle;
import org.logoformer.tensor.Tensor;

/** Layers of a transformer: attention over all tokens of a row, then an MLP, normalised before. */
final class Encoder extends Part {
  /** As released: its eps is PyTorch's, its GELU computes with the hyperbolic tangent. */
  private static final TransformerStyle STYLE =
      new TransformerStyle(
          "fn.to_qkv", "fn.to_out.0", "fn.net.0", "fn.net.3", 1e-5, Gelu.Form.TANH);

  private final List<SelfAttention> attentions = new ArrayList<>();
  private final List<Mlp> mlps = new ArrayList<>();

  /**
   * @param x [R, L, d]; overwritten in inference
   * @param y as x, receives the result
   */
  Encoder(Scope scope, FormerDferConfig.Encoder own, Tensor x, Tensor y) {
    super(scope);
    Tensor from = x;
    for (int i = 0; i < own.depth(); i++) {
      Scope layer = scope.in("layers." + i);
      Tensor between = next(x);
      attentions.add(
          thenPart(
              new SelfAttention(
                  layer.in("0.fn"),
                  STYLE,
                  SelfAttention.Settings.plain(own.heads()),
                  1,
                  from,
                  between)));
      Tensor to = i == own.depth() - 1 ? y : next(x);
      mlps.add(thenPart(new Mlp(layer.in("1.fn"), STYLE, own.hidden(), 0, 0, between, to)));
      from = to;
    }
  }

  /** In training each part keeps its input for its gradient, so each writes a tensor of its own. */
  private Tensor next(Tensor x) {
    return scope().training() ? scope().allocateLike(x) : x;
  }

  /**
   * @param d gradient by y, turned into the gradient by x
   */
  void differentiate(Tensor d) {
    for (int i = mlps.size() - 1; i >= 0; i--) {
      backPart(mlps.get(i)).differentiate(d);
      backPart(attentions.get(i)).differentiate(d);
    }
  }
}
