package org.logoformer.models.rnn;

/** What is classified of the states of the last recurrent layer. */
public enum Readout {
  /** That behind the last frame. */
  LAST,
  /** Their mean. */
  MEAN
}
