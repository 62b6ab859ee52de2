package org.logoformer.jobs.sweep;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DivergedException;
import org.logoformer.error.LogoException;
import org.logoformer.error.OutOfMemory;
import org.logoformer.error.Reason;
import org.logoformer.jobs.run.RunMetrics;
import org.logoformer.jobs.slots.Seating;
import org.logoformer.jobs.slots.Seating.Seat;
import org.logoformer.jobs.sweep.search.Board;
import org.logoformer.jobs.sweep.search.Decision;
import org.logoformer.jobs.sweep.search.Event;
import org.logoformer.jobs.sweep.search.Search;
import org.logoformer.jobs.sweep.search.Standing;
import org.logoformer.jobs.sweep.search.State;
import org.logoformer.progress.Lines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains the trials of a set side by side as a search decides. One thread decides, writes the
 * journal and listens; each trial that trains has another.
 *
 * <p>A trial that ends badly ends alone, unless nothing can be trained any more. So it is for an
 * {@link Error}, too: a class or a native library that cannot be linked, a stack that is too deep
 * and native memory that the kernels were refused concern the trial that asked, whose thread has
 * unwound. But an error of the Java machine itself, or a heap that is full, may have hit any thread
 * of the driver, Spark's among them, which go on as if nothing had happened. Then the sweep ends
 * with that error; the journal has the trial as one that trains, so that the same command, given
 * more memory, goes on with it.
 */
final class SideBySide {
  private static final Logger LOG = LoggerFactory.getLogger(SideBySide.class);
  private static final long POLL_MILLIS = 200;

  private final Resources resources;
  private final TrialSet trials;
  private final Board board;
  private final Search search;
  private final Consumer<Standing> told;

  /** What an earlier command was at when it ended. */
  private final Queue<Decision> begun = new ArrayDeque<>();

  private final BlockingQueue<Done> done = new LinkedBlockingQueue<>();
  private final Map<Integer, Trial> running = new TreeMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "sweep-trial");
            thread.setDaemon(true);
            return thread;
          });
  private long idleSince = System.nanoTime();

  /**
   * Where trials train.
   *
   * @param most trials side by side
   * @param patience how long seats are waited for when nothing trains, before a trial goes without
   * @param deadline of {@link System#nanoTime}, at which what trains is left as it is
   * @param out for what trials say
   */
  record Resources(
      Trainings trainings,
      Seating seating,
      int most,
      Duration patience,
      long deadline,
      PrintWriter out) {
    boolean isTimeUp() {
      return System.nanoTime() - deadline > 0;
    }
  }

  /** What a thread brings back: metrics or a failure. */
  private record Done(Decision.Train what, RunMetrics metrics, Throwable failure, long nanos) {
    int trial() {
      return what.trial();
    }
  }

  private SideBySide(Resources resources, TrialSet trials, Search search, Consumer<Standing> told) {
    this.resources = resources;
    this.trials = trials;
    this.board = trials.board();
    this.search = search;
    this.told = told;
    board.in(State.RUNNING).forEach(s -> begun.add(new Decision.Train(s.trial(), s.until())));
  }

  /**
   * Trains until the search has no more to decide, or time is up.
   *
   * @param told of each trial that stands otherwise, after it is written down
   * @return whether there is no more to decide
   */
  static boolean train(
      Resources resources, TrialSet trials, Search search, Consumer<Standing> told) {
    SideBySide here = new SideBySide(resources, trials, search, told);
    try {
      here.train();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted: the same command goes on with the sweep", e);
    } finally {
      here.abandon();
      here.threads.shutdown();
    }
    return here.next().isEmpty() && trials.board().count(State.RUNNING) == 0;
  }

  private Optional<Decision> next() {
    return Optional.ofNullable(begun.peek()).or(() -> search.next(board));
  }

  private void train() throws InterruptedException {
    while (true) {
      begin();
      if (running.isEmpty() && (resources.isTimeUp() || next().isEmpty())) {
        return;
      }
      if (resources.isTimeUp()) {
        running.values().forEach(t -> resources.trainings().cancel(t.config()));
      }
      Done end = done.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (end != null) {
        ended(end);
        idleSince = System.nanoTime();
      }
    }
  }

  /** Acts on decisions as long as there are some, and seats. */
  private void begin() {
    while (!resources.isTimeUp() && running.size() < resources.most()) {
      Optional<Decision> next = next();
      if (next.isEmpty() || !acted(next.get())) {
        return;
      }
      begun.remove(next.get());
    }
  }

  private boolean acted(Decision decision) {
    if (decision instanceof Decision.Stop stop) {
      trials.note(new Event.Ended(stop.trial(), State.STOPPED, stop.reason()));
      told.accept(board.of(stop.trial()));
      return true;
    }
    Decision.Train train = (Decision.Train) decision;
    Trial trial = trials.trial(train.trial());
    Optional<Seat> seat = seat(trial, train);
    if (seat.isEmpty()) {
      return false;
    }
    if (board.of(train.trial()).state() != State.RUNNING) {
      trials.note(new Event.Started(train.trial(), train.until()));
    }
    threads.execute(() -> done.add(trained(trial, train, seat.get())));
    running.put(train.trial(), trial);
    return true;
  }

  private Optional<Seat> seat(Trial trial, Decision.Train train) {
    int workers = trial.config().train().workers();
    int cores = resources.trainings().cores(trial.config());
    Optional<Seat> seat = resources.seating().take(train.trial(), workers, cores);
    boolean mayComeYet = System.nanoTime() - idleSince < resources.patience().toNanos();
    return seat.isPresent() || !running.isEmpty() || mayComeYet ? seat : Optional.of(Seat.ALONE);
  }

  private Done trained(Trial trial, Decision.Train train, Seat seat) {
    long began = System.nanoTime();
    try (PrintWriter lines = lines(trial.name())) {
      RunMetrics metrics = resources.trainings().train(trial.config(), train.until(), seat, lines);
      return new Done(train, metrics, null, System.nanoTime() - began);
    } catch (Throwable e) {
      return new Done(train, null, e, System.nanoTime() - began);
    }
  }

  /** What a trial says has its name before it, among what others say. */
  private PrintWriter lines(String name) {
    PrintWriter out = resources.out();
    return new PrintWriter(
        new Lines(
            line -> {
              out.println(name + "  " + line);
              out.flush();
            }));
  }

  private void ended(Done end) {
    running.remove(end.trial());
    resources.seating().leave(end.trial());
    if (end.failure() == null) {
      Event.Score score = new Event.Score(end.metrics().uar().mean(), end.metrics().war().mean());
      trials.note(new Event.Scored(end.trial(), end.what().until(), score, end.nanos() / 1e9));
    } else if (end.failure() instanceof VirtualMachineError error && isOfProcess(error)) {
      throw error;
    } else if (!resources.isTimeUp()) {
      failed(end.trial(), end.failure());
    }
    if (board.of(end.trial()).state() != State.RUNNING) {
      told.accept(board.of(end.trial()));
    }
  }

  /** Whether more may be broken than the trial that threw it. */
  private static boolean isOfProcess(VirtualMachineError error) {
    boolean isOfTrial =
        error instanceof StackOverflowError
            || (error instanceof OutOfMemoryError memory && OutOfMemory.isNative(memory));
    return !isOfTrial;
  }

  private void failed(int trial, Throwable failure) {
    if (resources.trainings().isOver()) {
      // Spark throws checked exceptions that it does not declare.
      throw failure instanceof RuntimeException known
          ? known
          : new ClusterException(Reason.of(failure), failure);
    }
    if (failure instanceof ConfigException refusal) {
      trials.refuse(trial, refusal);
    } else if (failure instanceof DivergedException diverged) {
      trials.fail(trial, State.DIVERGED, diverged, diverged.getMessage());
    } else if (failure instanceof LogoException told) {
      trials.fail(trial, State.FAILED, told, told.getMessage());
    } else {
      String name = trials.trial(trial).name();
      LOG.warn("{} failed", name, failure);
      String reason =
          failure instanceof OutOfMemoryError memory
              ? OutOfMemory.of(memory)
              : failure.getClass().getSimpleName() + ": " + Reason.of(failure);
      ClusterException told = new ClusterException(name + " failed: " + reason, failure);
      trials.fail(trial, State.FAILED, told, reason);
    }
  }

  /** Ends what trains, so that its folders are nobody's when this returns. */
  private void abandon() {
    boolean interrupted = false;
    while (!running.isEmpty()) {
      running.values().forEach(t -> resources.trainings().cancel(t.config()));
      try {
        Done end = done.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (end != null) {
          running.remove(end.trial());
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
