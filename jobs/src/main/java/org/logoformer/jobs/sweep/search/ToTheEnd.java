package org.logoformer.jobs.sweep.search;

import java.util.Optional;

/**
 * Every trial to its last epoch, in the order of their numbers; those first that were begun and
 * have more epochs to go by now.
 */
final class ToTheEnd implements Search {
  @Override
  public Optional<Decision> next(Board board) {
    return board
        .in(State.PAUSED)
        .findFirst()
        .or(() -> board.in(State.WAITING).findFirst())
        .map(s -> new Decision.Train(s.trial(), s.epochs()));
  }
}
