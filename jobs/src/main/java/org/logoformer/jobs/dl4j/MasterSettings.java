package org.logoformer.jobs.dl4j;

import java.util.List;
import java.util.Map;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.Position;
import org.logoformer.train.plan.TrainingPlan;
import org.logoformer.train.round.AveragingRules;
import org.logoformer.train.round.RoundRules;
import org.logoformer.train.source.NetworkSource;
import org.logoformer.train.state.FlatVector;

/**
 * What a {@link LogoTrainingMaster} goes by.
 *
 * @param run names the training among all that an executor may have seen
 * @param rules of the workers
 * @param averaging rules of the driver
 * @param network null: whatever the graph's own configuration builds
 */
public record MasterSettings(
    String run,
    TrainingPlan plan,
    RoundRules rules,
    AveragingRules averaging,
    NetworkSource network,
    Start start,
    List<TrainingListener> listeners) {
  /**
   * Where training goes on, beside what the graph holds.
   *
   * @param position the epoch count of the graph must agree
   * @param outer momentum of the outer optimiser; empty at the beginning or if there is none
   * @param probes of the workers so far; empty at the beginning
   */
  public record Start(Position position, FlatVector outer, Map<Integer, Long> probes) {
    /** The beginning. */
    public static final Start BEGINNING =
        new Start(Position.START, FlatVector.copyOf(null), Map.of());

    public Start {
      probes = Map.copyOf(probes);
    }
  }

  public MasterSettings {
    listeners = List.copyOf(listeners);
  }

  /** For a plain graph from its beginning. */
  public static MasterSettings plain(TrainingPlan plan, RoundRules rules) {
    return new MasterSettings(
        "plain", plan, rules, AveragingRules.PLAIN, null, Start.BEGINNING, List.of());
  }
}
