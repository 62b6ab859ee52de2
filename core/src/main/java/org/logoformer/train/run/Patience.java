package org.logoformer.train.run;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.logoformer.config.TrainConfig.Stragglers;
import org.logoformer.train.plan.Round;
import org.logoformer.train.plan.Share;
import org.logoformer.train.round.AveragingRules;
import org.logoformer.train.round.WorkerReport;

/**
 * How long the workers of a round may take. Under {@code drop} that is a multiple of what the
 * median worker needed for a step in the round before; the first round knows no bound. With two
 * workers the median is the faster one.
 */
public final class Patience {
  /** Rounds as short as this have nothing to gain, and a pause of the JVM is no straggler. */
  private static final long LEAST = Duration.ofSeconds(1).toNanos();

  private final Stragglers policy;
  private final double factor;

  /** What a step takes the median worker; 0 as long as it is not known. */
  private double nanosPerStep;

  /** Patience under the rules of a training. */
  public Patience(AveragingRules rules) {
    this.policy = rules.stragglers();
    this.factor = rules.stragglerFactor();
  }

  /** The round with the bound that holds for it, if one does. */
  public Round bound(Round round) {
    return policy == Stragglers.WAIT || nanosPerStep == 0
        ? round
        : round.within(Math.max(LEAST, (long) Math.ceil(factor * nanosPerStep * round.steps())));
  }

  /** Learns from a round that is done how long one takes. */
  public void learn(Round round, List<WorkerReport> reports) {
    double[] times =
        IntStream.range(0, reports.size())
            .filter(w -> reports.get(w).examples() > 0)
            .mapToDouble(w -> nanosPerStep(round.shares().get(w), reports.get(w)))
            .sorted()
            .toArray();
    if (times.length > 0) {
      nanosPerStep = times[(times.length - 1) / 2];
    }
  }

  /**
   * Whether the round has to be run again without a bound: most workers were late, so the bound was
   * wrong, or those who were in time had no examples.
   */
  public static boolean mustRepeat(List<WorkerReport> reports) {
    long late = reports.stream().filter(WorkerReport::late).count();
    boolean nothing = reports.stream().allMatch(r -> r.examples() == 0);
    return 2 * late > reports.size() || (late > 0 && nothing);
  }

  private static double nanosPerStep(Share share, WorkerReport report) {
    long steps = share.steps().stream().filter(s -> !s.references().isEmpty()).count();
    return (double) report.times().busyNanos() / Math.max(1, steps);
  }
}
