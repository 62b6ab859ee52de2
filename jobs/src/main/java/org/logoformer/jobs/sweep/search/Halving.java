package org.logoformer.jobs.sweep.search;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Asynchronous successive halving: algorithm 2 of Li et al., "A System for Massively Parallel
 * Hyperparameter Tuning" (2020). Whoever has a free slot asks; the answer is a trial among the best
 * floor(n / eta) of the n that have reached a rung, that has not gone on from it, the highest rung
 * first; if there is none, a new trial. Brackets are asked one after another, and a trial of
 * bracket b begins with rung b, as in the paper's asynchronous Hyperband.
 *
 * <p>Nothing here ends a trial for good: one that is passed over may go on when its rung has grown.
 * Optuna's SuccessiveHalvingPruner decides once, when a trial comes to a rung, and ends all others:
 * it lets on who is among the best floor(n / eta) of the n there, itself counted, or the best of
 * all while n is below eta. Ray Tune's ASHAScheduler also decides once: it lets on who is not below
 * the (1 - 1 / eta) percentile, interpolated, of those that came before, and the first always.
 *
 * <p>Optuna's HyperbandPruner takes the bracket of a trial from a hash of the study's name and the
 * trial's number, with odds as the sizes of the brackets. Ray Tune's HyperBandScheduler fills the
 * brackets in turn, too, but begins with the one whose trials train longest, has no least epochs
 * but one, and is synchronous: it waits until all live trials of a bracket have come to its rung,
 * and lets the best ceil(n / eta) on.
 *
 * <p>Added to the paper: where no trial of a bracket would get to the last rung, since there were
 * too few, the best of its highest rung goes on, so that each bracket ends with a finished trial. A
 * trial that diverged or failed on the way counts at the rungs that it reached.
 *
 * @param bracket of a trial, by its number
 */
record Halving(Rungs rungs, int brackets, IntUnaryOperator bracket) implements Search {
  /** One bracket, which begins with the first rung. */
  static Halving asha(Rungs rungs) {
    return new Halving(rungs, 1, trial -> 0);
  }

  /**
   * As many brackets as rungs. The first trials are of bracket 0, as many as Hyperband gives it (Li
   * et al., 2018: ceil((s_max + 1) / (s + 1) eta^s) for s = s_max - b), the next of bracket 1, and
   * after the last bracket the first is filled again.
   */
  static Halving hyperband(Rungs rungs) {
    int brackets = rungs.last() + 1;
    int[] sizes = IntStream.range(0, brackets).map(b -> size(rungs, b)).toArray();
    int all = IntStream.of(sizes).sum();
    return new Halving(
        rungs,
        brackets,
        trial -> {
          int place = (trial - 1) % all;
          int b = 0;
          while (place >= sizes[b]) {
            place -= sizes[b];
            b++;
          }
          return b;
        });
  }

  private static int size(Rungs rungs, int bracket) {
    int s = rungs.last() - bracket;
    long trials = 1;
    for (int i = 0; i < s; i++) {
      trials *= rungs.eta();
    }
    return Math.toIntExact(((rungs.last() + 1) * trials + s) / (s + 1));
  }

  @Override
  public Optional<Decision> next(Board board) {
    return IntStream.range(0, brackets)
        .mapToObj(b -> promotion(board, b))
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> board.in(State.WAITING).findFirst().map(this::begun))
        .or(() -> board.count(State.RUNNING) > 0 ? Optional.empty() : last(board));
  }

  private Decision begun(Standing trial) {
    return new Decision.Train(trial.trial(), rungs.epochs().get(bracket.applyAsInt(trial.trial())));
  }

  private Optional<Decision> promotion(Board board, int b) {
    for (int rung = rungs.last() - 1; rung >= b; rung--) {
      List<Standing> there = there(board, b, rung);
      Optional<Decision> best = best(there.subList(0, there.size() / rungs.eta()), rung);
      if (best.isPresent()) {
        return best;
      }
    }
    return Optional.empty();
  }

  /** The trials of a bracket that have reached a rung, the best first. */
  private List<Standing> there(Board board, int b, int rung) {
    int epochs = rungs.epochs().get(rung);
    return board.all().stream()
        .filter(s -> bracket.applyAsInt(s.trial()) == b && s.at(epochs).isPresent())
        .sorted(
            Comparator.<Standing>comparingDouble(s -> -s.at(epochs).orElseThrow().uar())
                .thenComparingInt(Standing::trial))
        .toList();
  }

  /** The first of them that waits at the rung goes on to the next. */
  private Optional<Decision> best(List<Standing> bestFirst, int rung) {
    int next = rungs.epochs().get(rung + 1);
    return bestFirst.stream()
        .filter(s -> s.state() == State.PAUSED && s.reached() < next)
        .findFirst()
        .map(s -> new Decision.Train(s.trial(), next));
  }

  private Optional<Decision> last(Board board) {
    return IntStream.range(0, brackets)
        .mapToObj(b -> last(board, b))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Decision> last(Board board, int b) {
    if (!there(board, b, rungs.last()).isEmpty()) {
      return Optional.empty();
    }
    for (int rung = rungs.last() - 1; rung >= b; rung--) {
      Optional<Decision> best = best(there(board, b, rung), rung);
      if (best.isPresent()) {
        return best;
      }
    }
    return Optional.empty();
  }
}
