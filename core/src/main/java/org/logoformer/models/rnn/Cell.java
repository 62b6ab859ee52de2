package org.logoformer.models.rnn;

import java.util.Locale;
import org.logoformer.nn.Gru;
import org.logoformer.nn.Lstm;
import org.logoformer.nn.Recurrent;
import org.logoformer.nn.Scope;
import org.logoformer.tensor.Tensor;

/** Kinds of recurrent layers. */
enum Cell {
  LSTM,
  GRU;

  /** Prefix of the parameters. */
  String prefix() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Layer {@code number}, from 0, over {@code x} [B, F, C]. */
  Recurrent layer(Scope scope, int number, Tensor x, int hidden) {
    return switch (this) {
      case LSTM -> new Lstm(scope, number, x, hidden);
      case GRU -> new Gru(scope, number, x, hidden);
    };
  }
}
