package org.logoformer.jobs.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.error.LogoException;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.run.RunMetrics;
import org.logoformer.jobs.run.RunShards;
import org.logoformer.jobs.sweep.search.Board;
import org.logoformer.jobs.sweep.search.Event;
import org.logoformer.jobs.sweep.search.Event.Ended;
import org.logoformer.jobs.sweep.search.Event.Score;
import org.logoformer.jobs.sweep.search.Event.Scored;
import org.logoformer.jobs.sweep.search.Event.Started;
import org.logoformer.jobs.sweep.search.Standing;
import org.logoformer.jobs.sweep.search.State;
import org.logoformer.storage.NewFile;
import org.logoformer.storage.Unreadable;
import org.logoformer.train.resume.ConfigDrift;

/** Trials and how they stand. */
final class TrialSet {
  private final Configuration hadoop;
  private final List<Trial> trials;
  private final Journal journal;
  private final TrialFolders folders;
  private final Board board;
  private final List<LogoException> refusals = new ArrayList<>();

  /**
   * Nothing is known of them yet.
   *
   * @param trials by number, from 1
   */
  TrialSet(Configuration hadoop, List<Trial> trials, Journal journal, TrialFolders folders) {
    this.hadoop = hadoop;
    this.trials = List.copyOf(trials);
    this.journal = journal;
    this.folders = folders;
    this.board = new Board(trials.stream().map(t -> t.config().train().epochs()).toList());
  }

  List<Trial> trials() {
    return trials;
  }

  Board board() {
    return board;
  }

  /** A trial by its number, from 1. */
  Trial trial(int number) {
    return trials.get(number - 1);
  }

  Outcome outcome(Standing standing) {
    return new Outcome(trial(standing.trial()), standing);
  }

  /** The outcomes as they are, best first. */
  List<Outcome> outcomes() {
    return board.all().stream().map(this::outcome).sorted(Outcome.BEST_FIRST).toList();
  }

  /**
   * The best so far, such as {@code 1. trial-003 uar=0.8123, 2. trial-007 uar=0.6100 epochs=3};
   * empty as long as no trial was tested.
   *
   * @param most trials
   */
  Optional<String> ranking(int most) {
    List<String> best =
        outcomes().stream()
            .filter(o -> o.standing().last().isPresent())
            .limit(most)
            .map(Outcome::brief)
            .toList();
    return IntStream.range(0, best.size())
        .mapToObj(i -> (i + 1) + ". " + best.get(i))
        .reduce((a, b) -> a + ", " + b);
  }

  /** Why trials were refused or failed, the first one first. */
  List<LogoException> refusals() {
    return refusals;
  }

  /** Learns how far an earlier command came, and writes down what trials there are. */
  void catchUp() {
    board.all().forEach(this::catchUp);
    journal.name(trials);
  }

  /** From the journal and, where a crash came between, from the folder of the trial. */
  private void catchUp(Standing standing) {
    int number = standing.trial();
    Trial trial = trial(number);
    if (!trial.isLegal()) {
      board.apply(new Ended(number, State.ILLEGAL, trial.refusal()));
      return;
    }
    if (!folders.has(trial.name())) {
      journal.forget(trial.name());
      return;
    }
    RunFolder run = RunFolder.of(trial.config().run());
    try {
      Optional<LogoException> drift = drift(trial, run);
      if (drift.isEmpty() || folders.hasValuesOf(trial)) {
        learn(standing, run);
      }
      drift.ifPresent(why -> hold(standing, why));
    } catch (ConfigException | DataException e) {
      hold(standing, e);
    } catch (IOException e) {
      throw Unreadable.of(run.folder(), e, "Restore the file, or remove the trial's folder");
    }
  }

  private void learn(Standing standing, RunFolder run) throws IOException {
    int number = standing.trial();
    journal.events(trial(number).name(), number).forEach(board::apply);
    FileSystem files = run.folder().getFileSystem(hadoop);
    Optional<RunMetrics> metrics = RunMetrics.read(files, run.metrics());
    int epochs = metrics.flatMap(m -> m.epochs().stream().boxed().findFirst()).orElse(0);
    if (epochs > standing.reached()) {
      Score score = new Score(metrics.get().uar().mean(), metrics.get().war().mean());
      note(new Scored(number, epochs, score, 0));
    }
    if (standing.state() != State.DIVERGED) {
      run.readDiverged(files).ifPresent(why -> note(new Ended(number, State.DIVERGED, why)));
    }
  }

  /** Why the run in a folder is not that of the trial any more; empty if it is. */
  private Optional<LogoException> drift(Trial trial, RunFolder run) throws IOException {
    try {
      requireSame(trial, run);
      return Optional.empty();
    } catch (ConfigException | DataException e) {
      return Optional.of(e);
    }
  }

  private void requireSame(Trial trial, RunFolder run) throws IOException {
    Optional<String> before = folders.config(trial.name());
    if (before.isPresent()) {
      ConfigDrift.require(before.get(), trial.config(), run.folder().toString());
      if (run.folder().getFileSystem(hadoop).exists(run.provenance())) {
        RunShards.requireSame(hadoop, trial.config(), run);
      }
    }
  }

  /**
   * Writes an event down, and takes note of it. A trial that starts has a folder from here on, also
   * if it fails before its run makes one: one without a folder is one that was removed.
   */
  void note(Event event) {
    Trial trial = trial(event.trial());
    journal.add(trial.name(), event);
    board.apply(event);
    if (event instanceof Started) {
      Path folder = RunFolder.of(trial.config().run()).folder();
      try {
        NewFile.folder(folder.getFileSystem(hadoop), folder);
      } catch (IOException e) {
        throw Unreadable.of(folder, e, "Check run.dir");
      }
    }
  }

  /**
   * A trial that this command cannot train; another one, with the settings of before, can. One that
   * has ended keeps its outcome.
   */
  private void hold(Standing standing, LogoException why) {
    refusals.add(why);
    State state = standing.state();
    if (!state.isEnd() || state == State.FINISHED) {
      State held = state.isEnd() ? state : State.ILLEGAL;
      board.apply(new Ended(standing.trial(), held, why.getMessage()));
    }
  }

  /** A trial that no run can have the settings of, as was found when it was its turn. */
  void refuse(int number, LogoException why) {
    refusals.add(why);
    note(new Ended(number, State.ILLEGAL, why.getMessage()));
  }

  /** Whether a trial ended badly when it was its turn, and is not tried again. */
  boolean isTriedOnce(Standing standing) {
    return journal.events(trial(standing.trial()).name(), standing.trial()).stream()
            .anyMatch(e -> e instanceof Ended ended && ended.state() == standing.state())
        && (standing.state().isTriedOnce() || standing.state() == State.ILLEGAL);
  }

  /** A trial that will not be trained again. */
  void fail(int number, State state, LogoException why, String reason) {
    if (state == State.FAILED) {
      refusals.add(why);
    }
    note(new Ended(number, state, reason));
  }
}
