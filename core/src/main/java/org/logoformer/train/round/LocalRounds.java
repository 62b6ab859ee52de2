package org.logoformer.train.round;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.train.plan.Round;
import org.logoformer.train.plan.Share;
import org.logoformer.train.source.Batches;
import org.logoformer.train.state.StatisticRange;
import org.logoformer.train.state.TrainingState;

/** Rounds in the calling thread, one worker after the other on one network. */
public final class LocalRounds implements Rounds {
  private final LocalRound round;
  private final Averaging averaging;
  private final Batches batches;

  /**
   * @param graph belongs to the calling thread
   * @param ranges where the graph keeps running statistics
   */
  public LocalRounds(
      ComputationGraph graph, List<StatisticRange> ranges, RoundRules rules, Batches batches) {
    this(new LocalRound(graph, ranges, rules), new Averaging(ranges, Averaging.PLAIN), batches);
  }

  /** As above, with what comes after the mean. */
  public LocalRounds(LocalRound round, Averaging averaging, Batches batches) {
    this.round = round;
    this.averaging = averaging;
    this.batches = batches;
  }

  @Override
  public RoundResult run(Round plan, TrainingState start) {
    long began = System.nanoTime();
    List<WorkerResult> results = new ArrayList<>();
    for (Share share : plan.shares()) {
      results.add(round.run(() -> start, share, batches, () -> false));
    }
    List<WorkerReport> reports = results.stream().map(WorkerResult::report).toList();
    RoundResult.requireSound(reports);
    TrainingState next = averaging.next(start, results, plan.steps());
    RoundTimes times = WorkerTimes.inTurn(reports.stream().map(WorkerReport::times).toList());
    long rest = System.nanoTime() - began - times.total();
    return new RoundResult(next, reports, times.plus(Phase.APPLY, rest), RoundBytes.ZERO);
  }
}
