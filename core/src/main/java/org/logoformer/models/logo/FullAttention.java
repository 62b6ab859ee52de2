package org.logoformer.models.logo;

import org.logoformer.nn.Scope;
import org.logoformer.nn.SelfAttention;
import org.logoformer.nn.SelfAttention.Sources;
import org.logoformer.nn.TransformerStyle;
import org.logoformer.tensor.Tensor;

/** Every token, CLS included, attends to all: O(F^2 S^2). */
final class FullAttention extends TokenMixing {
  private final SelfAttention attention;

  FullAttention(Scope scope, String section, Place place) {
    super(scope);
    Architecture a = place.architecture();
    scope.describe(section, "%d tokens, %d heads".formatted(a.tokens(), a.heads()));
    this.attention =
        thenPart(
            new SelfAttention(
                scope,
                TransformerStyle.PLAIN,
                a.settings(place.skipping(), Sources.OWN),
                1,
                place.x().all(),
                place.y().all()));
  }

  @Override
  void differentiate(Stream d, Tensor dAnswers) {
    backPart(attention).differentiate(d.all());
  }
}
