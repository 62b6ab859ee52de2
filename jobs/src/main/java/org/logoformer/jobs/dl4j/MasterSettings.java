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
 * The settings of a {@link LogoTrainingMaster}.
 *
 * @param run name of the training, unique among all that an executor may have seen
 * @param rules for the workers
 * @param averaging rules for the driver
 * @param network how executors build the network; null to build it from the graph's configuration
 * @param start where training begins, or resumes
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
   * The part of a training state that the graph does not hold.
   *
   * @param position must have the epoch count of the graph
   * @param outer momentum of the outer optimiser; empty at the beginning or without such optimiser
   * @param probes newest probe of each worker; empty at the beginning
   */
  public record Start(Position position, FlatVector outer, Map<Integer, Long> probes) {
    /** The beginning of a training. */
    public static final Start BEGINNING =
        new Start(Position.START, FlatVector.copyOf(null), Map.of());

    public Start {
      probes = Map.copyOf(probes);
    }
  }

  public MasterSettings {
    listeners = List.copyOf(listeners);
  }

  /** Settings to train a graph of DL4J from the beginning, without an outer optimiser. */
  public static MasterSettings plain(TrainingPlan plan, RoundRules rules) {
    return new MasterSettings(
        "plain", plan, rules, AveragingRules.PLAIN, null, Start.BEGINNING, List.of());
  }
}
