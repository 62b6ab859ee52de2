package org.logoformer.jobs.sweep;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.logoformer.config.SweepConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DivergedException;
import org.logoformer.error.LogoException;
import org.logoformer.jobs.sweep.search.Standing;
import org.logoformer.jobs.sweep.search.State;

/**
 * Why a sweep is no success. Follows from how its trials stand, whichever command made them stand
 * so: the same command has the same exit code again.
 *
 * <p>A point of a grid was asked for, and so was a trial of {@code --retrain}: one that failed or
 * was refused is a failure of the command. A draw is so only where no trial finished. Combinations
 * of values that no run can have are recorded, and no failure.
 */
final class Fault {
  private Fault() {}

  /** The failure that decides the exit code; empty if there is none. */
  static Optional<LogoException> of(SweepConfig sweep, TrialSet searched, TrialSet retrained) {
    boolean none = searched.board().best().isEmpty();
    boolean counts = none || sweep.search() == SweepConfig.Search.GRID;
    List<Outcome> wanted =
        Stream.concat(counts ? legal(searched) : Stream.empty(), legal(retrained)).toList();
    return failed(wanted)
        .or(() -> refused(wanted))
        .or(() -> none ? diverged(legal(searched).toList()) : Optional.empty());
  }

  private static Stream<Outcome> legal(TrialSet trials) {
    return trials.board().all().stream().map(trials::outcome).filter(o -> o.trial().isLegal());
  }

  private static Optional<LogoException> failed(List<Outcome> trials) {
    return trials.stream()
        .filter(o -> o.standing().state() == State.FAILED)
        .findFirst()
        .map(o -> new ClusterException(told(o, "failed"), null));
  }

  private static Optional<LogoException> refused(List<Outcome> trials) {
    return trials.stream()
        .filter(o -> isRefused(o.standing()))
        .findFirst()
        .map(o -> new ConfigException(told(o, "was refused")));
  }

  /** Also one that finished with other settings than it has now. */
  private static boolean isRefused(Standing standing) {
    return standing.state() == State.ILLEGAL || standing.isOfOtherSettings();
  }

  private static Optional<LogoException> diverged(List<Outcome> trials) {
    boolean all = trials.stream().allMatch(o -> o.standing().state() == State.DIVERGED);
    return trials.stream()
        .filter(o -> all)
        .findFirst()
        .map(o -> new DivergedException("All trials diverged: " + told(o, "diverged")));
  }

  private static String told(Outcome outcome, String what) {
    return outcome.trial().name() + " " + what + ": " + outcome.standing().reason();
  }
}
