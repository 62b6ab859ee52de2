package org.logoformer.models.logo;

import org.logoformer.nn.Part;
import org.logoformer.nn.Scope;
import org.logoformer.tensor.Tensor;

/** A branch of a block in which tokens learn of each other, with the stream passing around it. */
abstract class TokenMixing extends Part {
  /**
   * Where a branch stands.
   *
   * @param skipping probability that a clip skips it in training
   * @param asking the tokens of x whose result is wanted, [B, Q, d], strided
   * @param y receives the result; in training not x
   * @param answers those of y that are wanted; others may stay as they are
   */
  record Place(
      Architecture architecture,
      double skipping,
      Stream x,
      Tensor asking,
      Stream y,
      Tensor answers) {}

  TokenMixing(Scope scope) {
    super(scope);
  }

  /**
   * Appends the backward pass.
   *
   * @param d gradient by y, 0 where it was not wanted; turned into the gradient by x
   * @param dAnswers the tokens of d that were wanted
   */
  abstract void differentiate(Stream d, Tensor dAnswers);
}
