package org.logoformer.jobs.sweep;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.conf.Configuration;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.run.Protocols;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.run.RunMetrics;
import org.logoformer.jobs.run.Spread;
import org.logoformer.jobs.slots.Seating.Seat;

/** Trainings that leave the files of runs and whose UAR is a function of their settings. */
final class FakeTrainings implements Trainings {
  private final ToDoubleFunction<LogoConfig> uar;
  private final List<String> trained = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> beside = new HashSet<>();
  private int callsLeft = Integer.MAX_VALUE;
  private int most;
  private int awaited;
  private Consumer<LogoConfig> reading = config -> {};
  private Consumer<LogoConfig> beginning = config -> {};

  FakeTrainings(ToDoubleFunction<LogoConfig> uar) {
    this.uar = uar;
  }

  /** The process dies in a later call: before it trains anything, or after it. */
  void dieAfter(int calls) {
    callsLeft = calls;
  }

  /** What it takes to read the input of a run, before its folder is made. */
  void reading(Consumer<LogoConfig> input) {
    reading = input;
  }

  /** Happens when a run has a folder and nothing in it. */
  void beginning(Consumer<LogoConfig> moment) {
    beginning = moment;
  }

  /** No trial ends before this many trained side by side, or ten seconds have passed. */
  void await(int trials) {
    awaited = trials;
  }

  /** {@code trial-001 to 3} for each call that came to its end. */
  List<String> trained() {
    return trained;
  }

  /** Most trials side by side. */
  int most() {
    return most;
  }

  @Override
  public RunMetrics train(LogoConfig config, int until, Seat seat, PrintWriter out) {
    String name = config.run().name();
    synchronized (this) {
      beside.add(name);
      most = Math.max(most, beside.size());
      notifyAll();
      if (callsLeft-- == 0) {
        throw new Death();
      }
      notifyAll();
    }
    try {
      awaitOthers();
      reading.accept(config);
      Path run = Files.createDirectories(Path.of(config.run().dir(), name));
      beginning.accept(config);
      Files.writeString(run.resolve("config.conf"), config.render());
      double result = uar.applyAsDouble(config);
      Spread both = new Spread(result * until / config.train().epochs(), Double.NaN);
      RunMetrics metrics =
          new RunMetrics(
              both,
              both,
              List.of(),
              OptionalInt.of(until),
              Map.of(),
              Optional.empty(),
              Protocols.NONE);
      metrics.write(new Configuration(), RunFolder.of(config.run()).metrics());
      trained.add(name + " to " + until);
      out.println("trained to " + until);
      return metrics;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      synchronized (this) {
        beside.remove(name);
      }
    }
  }

  private synchronized void awaitOthers() throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (most < awaited && System.nanoTime() < end) {
      wait(100);
    }
  }

  /** What ends a driver. */
  static final class Death extends VirtualMachineError {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void cancel(LogoConfig config) {}

  @Override
  public boolean isOver() {
    return false;
  }

  @Override
  public int cores(LogoConfig config) {
    return 1;
  }
}
