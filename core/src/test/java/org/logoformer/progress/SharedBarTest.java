package org.logoformer.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.logoformer.train.metrics.SharedProgress;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;

class SharedBarTest {
  private final StringWriter screen = new StringWriter();
  private final PrintWriter out = new PrintWriter(screen);

  @Test
  void linesAppearAboveTheBarWhichIsDrawnAgain() throws InterruptedException {
    try (SharedBar bar = SharedBar.drawn("epochs", 6, out)) {
      await(s -> s.contains("0/6 epochs"));
      bar.lines().println("seed-1  epoch 1/3");
      bar.lines().print("seed-2  epoch");
      assertThat(screen.toString())
          .containsPattern("\r +\rseed-1  epoch 1/3\n.*epochs .* 0/6 epochs")
          .doesNotContain("seed-2");
      bar.lines().println(" 1/3");
    }
    assertThat(screen.toString()).contains("\rseed-2  epoch 1/3\n").endsWith("\r");
  }

  @Test
  void epochsOfAllTrainingsCountAndThoseOfAnEarlierCommandDoNot() throws InterruptedException {
    try (SharedBar bar = SharedBar.drawn("epochs", 8, out);
        SharedProgress complete = new SharedProgress(bar, 2);
        SharedProgress resumed = new SharedProgress(bar, 3);
        SharedProgress first = new SharedProgress(bar, 3)) {
      complete.close();
      resumed.epochStarted(plan(1), 4, new Position(1, 0, 4, 4));
      first.epochStarted(plan(0), 2, Position.START);
      first.roundDone(plan(0), null);
      first.roundDone(plan(0), null);
      for (int round = 0; round < 4; round++) {
        resumed.roundDone(plan(1), null);
      }
      await(s -> s.contains("40% ") && s.contains("2/5 epochs"));
      first.close();
      resumed.epochStarted(plan(2), 4, new Position(2, 0, 8, 8));
      resumed.roundDone(plan(2), null);
      await(s -> s.contains("2/3 epochs"));
      assertThat(screen.toString()).as("of a second epoch a quarter").contains("75% ");
    }
  }

  @Test
  void nobodySeesAHiddenOne() {
    try (SharedBar bar = SharedBar.of("epochs", 1, out)) {
      assertThat(bar.lines()).isSameAs(out);
      bar.step(500);
      bar.shorten(500);
    }
    assertThat(screen.toString()).isEmpty();
  }

  private static EpochPlan plan(int epoch) {
    return EpochPlan.of(1, epoch, List.of("a", "b"), 1, 1);
  }

  /** It is drawn now and then, by a thread of its own. */
  private void await(Predicate<String> drawn) throws InterruptedException {
    for (int i = 0; i < 200 && !drawn.test(screen.toString()); i++) {
      Thread.sleep(20);
    }
    assertThat(drawn).accepts(screen.toString());
  }
}
