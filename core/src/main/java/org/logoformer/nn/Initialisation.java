package org.logoformer.nn;

/** What an array of the flat vector starts from. */
public enum Initialisation {
  /** Of a convolution with normalisation and ReLU behind it: He normal over the fan-out. */
  HE,
  /** Of a linear layer or a pooling convolution: truncated normal, see model.initial.weights. */
  WEIGHT,
  /** CLS or position: truncated normal of deviation model.initial.positions. */
  POSITION,
  /** Weights of the classifier: truncated normal 0.02, so that no class is favoured at first. */
  CLASSIFIER,
  /** Of a recurrent layer of 4h rows: uniform within 1/sqrt(h), biases as well. */
  RECURRENT,
  /** Of a recurrent layer of 3h rows: the same. */
  GATED,
  /** Of a bias or a mean. */
  ZERO,
  /** Of a normalisation's scale or a variance. */
  ONE
}
