package org.logoformer.train.round;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.batch.ReadAhead;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.error.DataException;
import org.logoformer.error.KernelsException;
import org.logoformer.random.Keyed;
import org.logoformer.train.plan.Share;
import org.logoformer.train.plan.Step;
import org.logoformer.train.source.Batches;
import org.logoformer.train.source.OffHeap;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.StatisticRange;
import org.logoformer.train.state.Statistics;
import org.logoformer.train.state.TrainingState;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The part of one worker in one round: from the common state, H steps on its own data. A function
 * of its arguments alone; what the network held before does not matter.
 */
public final class LocalRound {
  private final ComputationGraph graph;
  private final Statistics statistics;
  private final RoundRules rules;
  private final Fit fit;

  /**
   * A round function on {@code graph}, which belongs to the calling thread.
   *
   * @param ranges where the graph keeps running statistics
   */
  public LocalRound(ComputationGraph graph, List<StatisticRange> ranges, RoundRules rules) {
    this(graph, ranges, rules, ComputationGraph::fit);
  }

  /** As above, with another way to take a step. */
  public LocalRound(
      ComputationGraph graph, List<StatisticRange> ranges, RoundRules rules, Fit fit) {
    this.graph = graph;
    this.statistics = new Statistics(ranges);
    this.rules = rules;
    this.fit = fit;
  }

  /**
   * Runs the share. The first mini-batches are read while the state arrives.
   *
   * @param start asked once
   * @param cancelled asked between steps
   * @throws CancellationException if {@code cancelled} said so
   */
  public WorkerResult run(
      Supplier<TrainingState> start, Share share, Batches batches, BooleanSupplier cancelled) {
    try (ReadAhead<MultiDataSet> ahead = ahead(List.of(share), batches)) {
      return run(start, share, batches, ahead, cancelled);
    }
  }

  /**
   * As above, for one of several rounds.
   *
   * @param ahead of the shares of all those rounds; the next batch is the first of {@code share}
   */
  public WorkerResult run(
      Supplier<TrainingState> start,
      Share share,
      Batches batches,
      ReadAhead<MultiDataSet> ahead,
      BooleanSupplier cancelled) {
    Tally tally = new Tally(share.worker());
    List<Step> steps = taken(share);
    tally.receiving(() -> apply(start.get()));
    for (Step step : steps) {
      if (cancelled.getAsBoolean()) {
        throw new CancellationException("Round cancelled before step " + step.number());
      }
      if (tally.busyNanos() > share.limitNanos()) {
        tally.late(late(step, share, batches));
      } else {
        take(step, ahead, tally, batches);
      }
      if (tally.failed()) {
        return WorkerResult.without(tally.report());
      }
    }
    return steps.isEmpty()
        ? WorkerResult.without(tally.report())
        : result(tally, steps.get(steps.size() - 1), batches);
  }

  /** Begins to read the mini-batches of a worker's shares of rounds that follow each other. */
  public ReadAhead<MultiDataSet> ahead(List<Share> shares, Batches batches) {
    return new ReadAhead<>(
        shares.stream()
            .flatMap(share -> taken(share).stream())
            .map(step -> (Supplier<MultiDataSet>) () -> batches.load(step.references()))
            .toList(),
        rules.prefetch(),
        OffHeap::free);
  }

  /** Steps that the worker does not sit out. */
  private static List<Step> taken(Share share) {
    return share.steps().stream().filter(s -> !s.references().isEmpty()).toList();
  }

  private void take(Step step, ReadAhead<MultiDataSet> ahead, Tally tally, Batches batches) {
    try {
      double loss = train(tally.waiting(ahead::next), step, tally);
      if (!Double.isFinite(loss)) {
        tally.fail(failure(Failure.Kind.DIVERGED, step, batches, "its loss is " + loss));
      }
    } catch (DataException e) {
      tally.fail(failure(Failure.Kind.DATA, step, batches, e.getMessage()));
    } catch (KernelsException e) {
      tally.fail(failure(Failure.Kind.KERNELS, step, batches, e.getMessage()));
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "Worker %d failed in step %d on data from %s: %s"
              .formatted(tally.worker(), step.number(), batches.origin(step.references()), e),
          e);
    }
  }

  private void apply(TrainingState start) {
    start.applyTo(graph);
    if (rules.momentum() == Momentum.RESET && graph.getUpdater().getStateViewArray() != null) {
      graph.getUpdater().getStateViewArray().assign(0);
    }
  }

  /** A step on {@code batch}, which is freed whatever becomes of it. */
  private double train(MultiDataSet batch, Step step, Tally tally) {
    try {
      long examples = batch.getFeatures(0).size(0);
      double loss = tally.computing(() -> fit(batch, step, tally.worker()));
      tally.add(examples, loss);
      return loss;
    } finally {
      OffHeap.free(batch);
    }
  }

  private double fit(MultiDataSet batch, Step step, int worker) {
    // For layers that draw from ND4J's generator, which is seeded by time.
    Nd4j.getRandom().setSeed(Keyed.hash(rules.seed(), worker, step.number()));
    // A worker that sits a step out must not fall behind in the schedules.
    graph.getConfiguration().setIterationCount(Math.toIntExact(step.number()));
    if (graph instanceof SamGraph sam) {
      sam.worker(worker);
    }
    fit.step(graph, batch);
    return graph.score();
  }

  private WorkerResult result(Tally tally, Step last, Batches batches) {
    FlatVector state = tally.sending(this::state);
    if (!tally.sending(state::isFinite)) {
      tally.fail(failure(Failure.Kind.DIVERGED, last, batches, "its parameters are not finite"));
      return WorkerResult.without(tally.report());
    }
    FlatVector parts = tally.sending(() -> statistics.gather(state));
    return new WorkerResult(tally.report(), state, parts);
  }

  /** Parameters and, if it is averaged, the updater state behind them. */
  private FlatVector state() {
    return rules.momentum() == Momentum.RESET
        ? FlatVector.copyOf(graph.params())
        : TrainingState.vectorOf(graph);
  }

  private static Failure late(Step step, Share share, Batches batches) {
    String message = "it was not done after %.1f s".formatted(share.limitNanos() / 1e9);
    return failure(Failure.Kind.LATE, step, batches, message);
  }

  private static Failure failure(Failure.Kind kind, Step step, Batches batches, String message) {
    return new Failure(kind, step.number(), batches.origin(step.references()), message);
  }
}
