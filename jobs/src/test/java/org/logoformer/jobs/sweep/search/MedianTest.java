package org.logoformer.jobs.sweep.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.logoformer.jobs.sweep.search.Decision.Stop;
import org.logoformer.jobs.sweep.search.Decision.Train;
import org.logoformer.jobs.sweep.search.Event.Ended;
import org.logoformer.jobs.sweep.search.Event.Score;
import org.logoformer.jobs.sweep.search.Event.Scored;

class MedianTest {
  private final Board board = new Board(Collections.nCopies(5, 4));
  private final Search median = new Median(2);

  @Test
  void trialsBeginWithTheLeastEpochsAndGoOnOneByOne() {
    assertThat(median.next(board)).contains(new Train(1, 2));
    score(1, 2, 0.2);
    assertThat(median.next(board)).contains(new Train(1, 3));
    score(1, 3, 0.2);
    score(1, 4, 0.2);
    assertThat(median.next(board)).contains(new Train(2, 2));
  }

  @Test
  void whoIsBelowTheMedianOfTheRunningMeansIsStopped() {
    finish(1, 0.1, 0.5);
    finish(2, 0.2, 0.6);
    finish(3, 0.4, 0.9);
    score(4, 2, 0.19);
    assertThat(median.next(board))
        .get()
        .isInstanceOfSatisfying(
            Stop.class,
            stop -> {
              assertThat(stop.trial()).isEqualTo(4);
              assertThat(stop.reason()).contains("in 2 epochs, 0.1900", "finished trials, 0.2000");
            });
  }

  @Test
  void itsBestSoFarCountsAndNotItsLast() {
    finish(1, 0.1, 0.5);
    finish(2, 0.2, 0.6);
    finish(3, 0.4, 0.9);
    score(4, 2, 0.5);
    score(4, 3, 0.1);
    assertThat(median.next(board)).contains(new Train(4, 4));
  }

  @Test
  void beforeThreeTrialsAreFinishedNobodyIsStopped() {
    finish(1, 0.8, 0.9);
    finish(2, 0.8, 0.9);
    score(3, 2, 0.1);
    assertThat(median.next(board)).contains(new Train(3, 3));
  }

  @Test
  void aStoppedTrialIsNotAskedForAgain() {
    score(1, 2, 0.1);
    board.apply(new Ended(1, State.STOPPED, "median"));
    assertThat(median.next(board)).contains(new Train(2, 2));
  }

  private void finish(int trial, double early, double late) {
    score(trial, 2, early);
    score(trial, 3, late);
    score(trial, 4, late);
  }

  private void score(int trial, int epoch, double uar) {
    board.apply(new Scored(trial, epoch, new Score(uar, uar), 1));
  }
}
