package org.logoformer.jobs.training;

import java.util.List;
import java.util.Map;
import org.logoformer.config.TrainConfig.Exact;
import org.logoformer.train.NetworkSource;
import org.logoformer.train.Position;
import org.logoformer.train.RoundRules;
import org.logoformer.train.TrainingListener;
import org.logoformer.train.TrainingPlan;

/**
 * What a {@link LogoTrainingMaster} goes by.
 *
 * @param run names the training among all that an executor may have seen
 * @param network null: whatever the graph's own configuration builds
 * @param start where training goes on; the epoch count of the graph must agree
 * @param probes of the workers before {@code start}; empty at the beginning
 */
public record MasterSettings(
    String run,
    TrainingPlan plan,
    RoundRules rules,
    NetworkSource network,
    Exact exact,
    Position start,
    Map<Integer, Long> probes,
    List<TrainingListener> listeners) {
  public MasterSettings {
    probes = Map.copyOf(probes);
    listeners = List.copyOf(listeners);
  }

  /** For a plain graph from its beginning. */
  public static MasterSettings plain(TrainingPlan plan, RoundRules rules) {
    return new MasterSettings(
        "plain", plan, rules, null, Exact.STRICT, Position.START, Map.of(), List.of());
  }
}
