package org.logoformer.jobs.sweep.search;

import java.util.Optional;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.SweepConfig;

/** A rule of who trains next. A function of the board. */
@FunctionalInterface
public interface Search {
  /**
   * The next decision; nothing if there is none before a running trial ends, or none at all when no
   * trial runs. Whoever asks acts on it, and notes the event, before asking again.
   */
  Optional<Decision> next(Board board);

  /** The rule that {@code sweep.search} and {@code sweep.stop} name. */
  static Search of(LogoConfig config) {
    SweepConfig sweep = config.sweep();
    Rungs rungs = Rungs.of(sweep.minEpochs(), sweep.eta(), config.train().epochs());
    return switch (sweep.search()) {
      case GRID, RANDOM ->
          sweep.stop() == SweepConfig.Stop.MEDIAN ? new Median(sweep.minEpochs()) : toTheEnd();
      case ASHA -> Halving.asha(rungs);
      case HYPERBAND -> Halving.hyperband(rungs);
    };
  }

  /** Every trial to its last epoch. */
  static Search toTheEnd() {
    return new ToTheEnd();
  }
}
