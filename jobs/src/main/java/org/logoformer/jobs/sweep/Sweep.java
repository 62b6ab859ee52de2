package org.logoformer.jobs.sweep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.error.LogoException;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.sweep.search.Board;
import org.logoformer.jobs.sweep.search.Event.Ended;
import org.logoformer.jobs.sweep.search.Search;
import org.logoformer.jobs.sweep.search.Standing;
import org.logoformer.jobs.sweep.search.State;

/** A sweep from what is known of its trials to its tables. */
final class Sweep {
  private static final String AGAIN = "; remove its folder to try it again";

  /** Of the ranking, as trials end. */
  private static final int SHOWN = 3;

  private final Configuration hadoop;
  private final LogoConfig config;
  private final RunFolder layout;
  private final PrintWriter out;
  private final Runnable guard;
  private final Journal journal;
  private final TrialFolders folders;
  private final TrialSet searched;

  /** What earlier commands trained again: it has its rows, whatever this one trains again. */
  private final TrialSet retrainedBefore;

  private TrialSet retrained;

  /** When the training of these trials began, and how many trials had ended then. */
  private long began;

  private long endedBefore;

  /**
   * Reads what was begun.
   *
   * @param config of the sweep, with complete paths
   * @param guard throws if the sweep's folder is another process's
   * @throws ConfigException if it is no sweep; see {@link Trials}
   */
  Sweep(Configuration hadoop, LogoConfig config, PrintWriter out, Runnable guard) {
    this.hadoop = hadoop;
    this.config = config;
    this.layout = RunFolder.of(config.run());
    this.out = out;
    this.guard = guard;
    this.journal = Journal.open(hadoop, layout, guard);
    this.folders = new TrialFolders(hadoop, config, journal);
    this.searched = new TrialSet(hadoop, Trials.of(config, folders), journal, folders);
    this.retrainedBefore = new TrialSet(hadoop, folders.retrained(config), journal, folders);
    this.retrained = new TrialSet(hadoop, List.of(), journal, folders);
  }

  /** All trials by number, from 1. */
  List<Trial> trials() {
    return searched.trials();
  }

  /** The outcomes of the trials as they are, best first. */
  List<Outcome> outcomes() {
    return searched.outcomes();
  }

  /** Why the command is no success; empty if it is one. */
  Optional<LogoException> fault() {
    return Fault.of(config.sweep(), searched, retrained);
  }

  /**
   * Does what is left to do, and tells of it.
   *
   * @return whether all is done; if not, time was up
   */
  boolean run(SideBySide.Resources resources, Retraining retraining) {
    guard.run();
    searched.catchUp();
    retrainedBefore.catchUp();
    RunFolder.write(hadoop, layout.sweepConfig(), config.redacted().render());
    tellEarlier(searched);
    boolean over;
    try (LivePage page = new LivePage(hadoop, layout, guard)) {
      Runnable written = page::refresh;
      over = train(resources, searched, Search.of(config), written);
      if (over) {
        stopOthers();
        retrained = new TrialSet(hadoop, retraining.of(outcomes()), journal, folders);
        retrained.catchUp();
        tellEarlier(retrained);
        over = train(resources, retrained, Search.toTheEnd(), written);
      }
    }
    outcomes().forEach(outcome -> out.println("sweep " + outcome.line()));
    retraining.lines(outcomes(), retrained).forEach(out::println);
    out.println(over ? "sweep: all is done" : "sweep: time is up; the same command goes on");
    out.println(summary());
    out.flush();
    return over;
  }

  /**
   * @param written told when the files have something new
   */
  private boolean train(
      SideBySide.Resources resources, TrialSet trials, Search search, Runnable written) {
    try {
      began = System.nanoTime();
      endedBefore = ended(trials.board());
      return SideBySide.train(
          resources,
          trials,
          search,
          standing -> {
            tell(trials, standing);
            write();
            if (standing.state().isEnd()) {
              written.run();
            }
          });
    } finally {
      write();
      written.run();
    }
  }

  /** Not written down: with more trials, those that wait at a rung may yet go on. */
  private void stopOthers() {
    Board board = searched.board();
    for (Standing left : board.in(State.PAUSED).toList()) {
      String why = "not among the best of %d epochs".formatted(left.reached());
      board.apply(new Ended(left.trial(), State.STOPPED, why));
      out.println(searched.outcome(left).line());
    }
    write();
  }

  /** {@code sweep best=trial-012 uar=0.8123 finished=24 ..}. */
  String summary() {
    Board board = searched.board();
    Optional<Standing> best = board.best();
    StringBuilder line = new StringBuilder("sweep best=");
    line.append(best.map(b -> searched.trial(b.trial()).name()).orElse("none"));
    best.flatMap(Standing::last)
        .ifPresent(s -> line.append(String.format(Locale.ROOT, " uar=%.4f", s.uar())));
    for (State state :
        List.of(State.FINISHED, State.STOPPED, State.DIVERGED, State.FAILED, State.ILLEGAL)) {
      line.append(' ').append(state.name().toLowerCase(Locale.ROOT)).append('=');
      line.append(board.count(state));
    }
    long open = board.all().size() - ended(board);
    return open == 0 ? line.toString() : line + " open=" + open;
  }

  private static long ended(Board board) {
    return board.all().stream().filter(s -> s.state().isEnd()).count();
  }

  private void tellEarlier(TrialSet trials) {
    for (Standing standing : trials.board().all()) {
      if (standing.state().isEnd()) {
        String again = trials.isTriedOnce(standing) ? AGAIN : "";
        out.println(trials.outcome(standing).line() + again);
      }
    }
  }

  private void tell(TrialSet trials, Standing standing) {
    Board board = trials.board();
    if (standing.state().isEnd()) {
      out.println(trials.outcome(standing).line());
      out.printf(
          Locale.ROOT,
          "sweep: %d of %d trials have ended, %d train%s%s%n",
          ended(board),
          board.all().size(),
          board.count(State.RUNNING),
          board.best().map(b -> ", best " + trials.trial(b.trial()).name()).orElse(""),
          timeLeft(board));
      trials.ranking(SHOWN).ifPresent(line -> out.println("sweep: ranking " + line));
    } else {
      out.printf(
          Locale.ROOT,
          "%s  waits after epoch %d of %d  uar %.4f%n",
          trials.trial(standing.trial()).name(),
          standing.reached(),
          standing.epochs(),
          standing.last().orElseThrow().uar());
    }
    out.flush();
  }

  /** If the others take as long as those that this command has ended; empty before the first. */
  private String timeLeft(Board board) {
    long now = ended(board);
    long open = board.all().size() - now;
    if (now <= endedBefore || open == 0) {
      return "";
    }
    double each = (System.nanoTime() - began) / 1e9 / (now - endedBefore);
    return String.format(Locale.ROOT, ", about %.0f min left", Math.ceil(each * open / 60));
  }

  /** The trials, then those of {@code --retrain}; each best first. */
  private List<Outcome> rows() {
    Set<String> now = retrained.trials().stream().map(Trial::name).collect(Collectors.toSet());
    Stream<Outcome> before =
        retrainedBefore.outcomes().stream().filter(o -> !now.contains(o.trial().name()));
    Stream<Outcome> again =
        Stream.concat(retrained.outcomes().stream(), before).sorted(Outcome.BEST_FIRST);
    return Stream.concat(searched.outcomes().stream(), again).toList();
  }

  /** Not if the folder is another process's by now: its tables say more. */
  private void write() {
    guard.run();
    List<Outcome> rows = rows();
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    rows.forEach(o -> o.put(json.addObject()));
    RunFolder.write(hadoop, layout.sweep(), json.toPrettyString());
    List<String> keys = rows.stream().flatMap(o -> o.trial().keys().stream()).distinct().toList();
    StringBuilder table = new StringBuilder(Outcome.header(keys));
    rows.forEach(o -> table.append(o.row(keys)));
    RunFolder.write(hadoop, layout.sweepTable(), table.toString());
  }
}
