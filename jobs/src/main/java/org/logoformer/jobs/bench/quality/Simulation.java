package org.logoformer.jobs.bench.quality;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.error.DivergedException;
import org.logoformer.jobs.network.Softmax;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.Position;
import org.logoformer.train.plan.TrainingPlan;
import org.logoformer.train.round.Averaging;
import org.logoformer.train.round.Fit;
import org.logoformer.train.round.Forward;
import org.logoformer.train.round.LocalRound;
import org.logoformer.train.round.LocalRounds;
import org.logoformer.train.round.Recalibration;
import org.logoformer.train.round.RoundRules;
import org.logoformer.train.round.Testing;
import org.logoformer.train.run.Trainer;
import org.logoformer.train.source.GraphSource;
import org.logoformer.train.source.ShardBatches;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.StatisticRange;
import org.logoformer.train.state.TrainingState;

/**
 * A training by averaging in the calling thread: one network plays the workers one after the other.
 * The state it ends in is the one that {@code logo train} ends in.
 */
final class Simulation implements AutoCloseable {
  private final LogoConfig config;
  private final Clips clips;
  private final Fit fit;
  private final ComputationGraph graph;
  private final List<StatisticRange> ranges;
  private double lastLoss = Double.NaN;

  /** Ready to train from the initial parameters of the configured seed. */
  Simulation(LogoConfig config, Clips clips, Fit fit) {
    GraphSource source = GraphSource.of(config);
    this.config = config;
    this.clips = clips;
    this.fit = fit;
    this.graph = source.build();
    this.ranges = source.statistics(graph);
  }

  /** Trains and tests. */
  static Figures run(LogoConfig config, Clips clips) {
    return run(config, clips, ComputationGraph::fit);
  }

  /** As above, with another way to take a step. */
  static Figures run(LogoConfig config, Clips clips, Fit fit) {
    long began = System.nanoTime();
    try (Simulation simulation = new Simulation(config, clips, fit)) {
      long started = System.nanoTime();
      TrainingState end = simulation.train();
      double epochSeconds = seconds(started) / config.train().epochs();
      double pooled = simulation.uar(end);
      double recalibrated =
          config.train().bnRecalibrate() == 0
              ? pooled
              : simulation.uar(simulation.recalibrated(end));
      double shuffled = simulation.uar(end, config.with("data.shuffle-frames=true"));
      return new Figures(
          pooled, recalibrated, shuffled, simulation.lastLoss, seconds(began), epochSeconds);
    } catch (DivergedException e) {
      return Figures.diverged(seconds(began));
    }
  }

  /**
   * The state after {@code train.epochs} epochs.
   *
   * @throws DivergedException if training left the finite numbers
   */
  TrainingState train() {
    TrainConfig train = config.train();
    TrainingPlan plan = TrainingPlan.of(config, clips.trainClasses(), clips.trainShards());
    RoundRules rules =
        new RoundRules(config.run().seed(), train.momentum(), config.data().prefetch());
    LocalRound round = new LocalRound(graph, ranges, rules, fit);
    Averaging averaging = new Averaging(ranges, train.outer());
    List<TrainingListener> loss =
        List.of(TrainingListener.ofRounds(result -> lastLoss = result.loss()));
    TrainingState state = TrainingState.of(graph, Position.START);
    for (int epoch = 0; epoch < train.epochs(); epoch++) {
      LocalRounds rounds = new LocalRounds(round, averaging, clips.batches(config, epoch));
      state = new Trainer(plan, rounds, loss).run(state, clips.train(), epoch + 1);
    }
    return state;
  }

  /** A state with BatchNorm statistics made anew. */
  TrainingState recalibrated(TrainingState state) {
    List<String> sample = Recalibration.sample(config, clips.train());
    FlatVector statistics =
        Recalibration.statistics(
            (SamGraph) graph,
            ranges,
            state,
            clips.batches(config, state.position().epoch()),
            Recalibration.parts(sample, Recalibration.batch(config.train())),
            () -> false);
    return Recalibration.apply(state, ranges, statistics);
  }

  /** Test UAR of a state. */
  double uar(TrainingState state) {
    return uar(state, config);
  }

  private double uar(TrainingState state, LogoConfig how) {
    state.applyTo(graph);
    ShardBatches batches = clips.batches(how, 0);
    return clips.uar(
        Testing.plain(batches.tests(), how.evaluate().batch(), how.data().prefetch())
            .answers(Forward.of(graph), batches.records(clips.testIds()), () -> false)
            .stream()
            .mapToInt(answer -> Softmax.argmax(answer.logits().get(0)))
            .toArray());
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  @Override
  public void close() {
    graph.close();
  }
}
