package org.logoformer.nn;

import org.logoformer.tensor.Tensor;

/** A part of a network that takes a batch as a whole, or each of its clips alone. Immutable. */
public interface Stage {
  /** Prefix of the names of its parameters, which stages may share; empty for none. */
  String name();

  /** What plans call its result; no two stages of a network have the same. */
  default String title() {
    return name();
  }

  /**
   * Whether no clip's result depends on another clip in training: such a stage is built once for
   * each share of a batch. Batch normalisation needs the whole batch.
   */
  boolean clipByClip();

  /**
   * Shape of the result for an input of shape {@code x}; the first dimensions of both are in
   * proportion to the number of clips.
   */
  long[] shape(long... x);

  /**
   * Builds it.
   *
   * @param y receives the result
   */
  Layer build(Scope scope, Tensor x, Tensor y);
}
