package org.logoformer.jobs.sweep.search;

import static java.util.Comparator.comparingDouble;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.logoformer.jobs.sweep.search.Decision.Train;
import org.logoformer.jobs.sweep.search.Event.Ended;
import org.logoformer.jobs.sweep.search.Event.Score;
import org.logoformer.jobs.sweep.search.Event.Scored;
import org.logoformer.jobs.sweep.search.Event.Started;
import org.logoformer.random.Keyed;

class HalvingTest {
  @Test
  void rungsAreEtaTimesAsHighAndTheLastIsTheWholeTraining() {
    assertThat(Rungs.of(1, 3, 9).epochs()).containsExactly(1, 3, 9);
    assertThat(Rungs.of(1, 3, 10).epochs()).containsExactly(1, 3, 10);
    assertThat(Rungs.of(2, 4, 100).epochs()).containsExactly(2, 8, 100);
    assertThat(Rungs.of(5, 3, 5).epochs()).containsExactly(5);
    assertThat(Rungs.of(7, 3, 5).epochs()).as("fewer than the least").containsExactly(5);
  }

  @Test
  void theBestThirdOfARungGoesOnAsSoonAsItIsKnown() {
    Board board = board(9);
    Search asha = Halving.asha(Rungs.of(1, 3, 9));
    for (int trial = 1; trial <= 3; trial++) {
      assertThat(decide(board, asha)).isEqualTo(new Train(trial, 1));
    }
    score(board, 1, 1, 0.1);
    score(board, 2, 1, 0.3);
    assertThat(asha.next(board)).as("two of them: nobody yet").contains(new Train(4, 1));
    score(board, 3, 1, 0.2);
    assertThat(decide(board, asha)).isEqualTo(new Train(2, 3));
    assertThat(decide(board, asha)).isEqualTo(new Train(4, 1));
    assertThat(decide(board, asha)).isEqualTo(new Train(5, 1));
    assertThat(decide(board, asha)).isEqualTo(new Train(6, 1));
    score(board, 4, 1, 0.15);
    score(board, 5, 1, 0.1);
    score(board, 6, 1, 0.1);
    assertThat(decide(board, asha)).as("the rung has grown").isEqualTo(new Train(3, 3));
  }

  @Test
  void aHigherRungIsAskedFirst() {
    Board board = board(12);
    Search asha = Halving.asha(Rungs.of(1, 2, 4));
    for (int trial = 1; trial <= 4; trial++) {
      board.apply(new Started(trial, 1));
      score(board, trial, 1, trial / 10.0);
    }
    score(board, 4, 2, 0.4);
    score(board, 3, 2, 0.5);
    assertThat(asha.next(board)).contains(new Train(3, 4));
  }

  @Test
  void ofEqualTrialsTheOneDrawnFirstGoesOn() {
    Board board = board(2);
    score(board, 1, 1, 0.5);
    score(board, 2, 1, 0.5);
    assertThat(Halving.asha(Rungs.of(1, 2, 2)).next(board)).contains(new Train(1, 2));
  }

  @Test
  void aTrialThatDivergesAfterARungTakesNobodysPlaceThere() {
    Board board = board(4);
    for (int trial = 1; trial <= 4; trial++) {
      score(board, trial, 1, trial / 10.0);
    }
    board.apply(new Ended(4, State.DIVERGED, "NaN"));
    Search asha = Halving.asha(Rungs.of(1, 2, 2));
    assertThat(decide(board, asha)).isEqualTo(new Train(3, 2));
    assertThat(asha.next(board)).isEmpty();
  }

  @Test
  void tooFewTrialsForARungStillEndWithAFinishedOne() {
    Board board = board(2);
    Search asha = Halving.asha(Rungs.of(1, 3, 9));
    play(board, asha, 1, 1);
    assertThat(board.count(State.FINISHED)).isEqualTo(1);
    assertThat(board.count(State.PAUSED)).isEqualTo(1);
  }

  @Test
  void hyperbandsBracketsHaveTheSizesOfThePaper() {
    Halving hyperband = Halving.hyperband(Rungs.of(1, 3, 81));
    assertThat(IntStream.rangeClosed(1, 143).map(hyperband.bracket()).boxed().toList())
        .satisfies(
            brackets ->
                assertThat(
                        IntStream.range(0, 5).map(b -> Collections.frequency(brackets, b)).boxed())
                    .containsExactly(81, 34, 15, 8, 5));
    assertThat(hyperband.bracket().applyAsInt(144)).as("from the beginning").isZero();
  }

  @Test
  void aTrialOfALaterBracketBeginsAtALaterRung() {
    Halving hyperband = Halving.hyperband(Rungs.of(1, 3, 9));
    Board board = board(17);
    List<Integer> first = new ArrayList<>();
    for (int trial = 1; trial <= 17; trial++) {
      first.add(((Train) decide(board, hyperband)).until());
    }
    assertThat(first.subList(0, 9)).containsOnly(1);
    assertThat(first.subList(9, 14)).containsOnly(3);
    assertThat(first.subList(14, 17)).containsOnly(9);
  }

  @Property(tries = 40)
  void whateverTheOrderTheBestTrialIsFoundAndAtLeastAThirdGoesOn(
      @ForAll @IntRange(min = 9, max = 40) int trials,
      @ForAll @IntRange(min = 1, max = 5) int parallel,
      @ForAll @LongRange(min = 0, max = 1000) long seed) {
    Board board = board(trials);
    Rungs rungs = Rungs.of(1, 3, 9);
    play(board, Halving.asha(rungs), parallel, seed);
    int best =
        IntStream.rangeClosed(1, trials)
            .boxed()
            .max(comparingDouble(t -> uar(t, seed)))
            .orElseThrow();
    assertThat(board.best().orElseThrow().trial()).isEqualTo(best);
    long second = board.all().stream().filter(s -> s.reached() >= 3).count();
    assertThat(second).isBetween((long) trials / 3, (long) trials);
    assertThat(board.count(State.FINISHED)).isBetween(second / 3, second);
    assertThat(board.count(State.RUNNING)).isZero();
  }

  /** What a crash leaves is a beginning of the events. */
  @Property(tries = 40)
  void decisionsFollowFromTheEventsHoweverManyThereAreSoFar(
      @ForAll @IntRange(min = 3, max = 20) int trials,
      @ForAll @LongRange(min = 0, max = 1000) long seed) {
    Search search = Halving.hyperband(Rungs.of(1, 3, 9));
    Board board = board(trials);
    List<Event> events = play(board, search, 2, seed);
    for (int length = 0; length < events.size(); length++) {
      Board replayed = board(trials);
      events.subList(0, length).forEach(replayed::apply);
      if (events.get(length) instanceof Started started) {
        assertThat(search.next(replayed)).contains(new Train(started.trial(), started.until()));
      }
    }
  }

  private static double uar(int trial, long seed) {
    return Keyed.of(seed, trial).nextDouble();
  }

  /** Plays to the end, {@code parallel} at a time. */
  private static List<Event> play(Board board, Search search, int parallel, long seed) {
    Keyed order = Keyed.of(seed, "order");
    List<Event> events = new ArrayList<>();
    List<Train> running = new ArrayList<>();
    while (true) {
      Optional<Decision> next = running.size() < parallel ? search.next(board) : Optional.empty();
      if (next.isPresent()) {
        Train train = (Train) next.get();
        events.add(new Started(train.trial(), train.until()));
        running.add(train);
      } else if (running.isEmpty()) {
        return events;
      } else {
        Train ended = running.remove(order.nextInt(running.size()));
        Score score = new Score(uar(ended.trial(), seed), 0);
        events.add(new Scored(ended.trial(), ended.until(), score, 1));
      }
      board.apply(events.get(events.size() - 1));
    }
  }

  private static Board board(int trials) {
    return new Board(Collections.nCopies(trials, 9));
  }

  private static Decision decide(Board board, Search search) {
    Train train = (Train) search.next(board).orElseThrow();
    board.apply(new Started(train.trial(), train.until()));
    return train;
  }

  private static void score(Board board, int trial, int epoch, double uar) {
    board.apply(new Scored(trial, epoch, new Score(uar, uar), 1));
  }
}
