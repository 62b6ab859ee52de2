package org.logoformer.train.metrics;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.logoformer.error.Message;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.round.RoundResult;

/** A line about the rounds of an epoch, at most every ten seconds: for logs. */
public final class ConsoleProgress implements TrainingListener {
  private static final long INTERVAL = Duration.ofSeconds(10).toNanos();

  private final PrintStream out;
  private final LongSupplier nanoTime;
  private long last;
  private int rounds;

  /** Prints to {@code out} by the system's clock. */
  public ConsoleProgress(PrintStream out) {
    this(out, System::nanoTime);
  }

  ConsoleProgress(PrintStream out, LongSupplier nanoTime) {
    this.out = out;
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  @Override
  public void epochStarted(EpochPlan plan, int newRounds, Position position) {
    rounds = newRounds;
  }

  @Override
  public boolean readsState(int round) {
    return false;
  }

  @Override
  public void roundDone(EpochPlan plan, RoundResult result) {
    long now = nanoTime.getAsLong();
    if (now - last >= INTERVAL) {
      last = now;
      out.println(
          Message.of(
              "  epoch %d, round %d/%d, loss %.4f",
              plan.epoch() + 1, result.state().position().round(), rounds, result.loss()));
    }
  }
}
