package org.logoformer.jobs.bench.scaling;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundTimes;

/**
 * Seconds of a round by what they grow with.
 *
 * @param training workers wait for mini-batches, take their steps, and wait for the slowest
 * @param exchange the state goes out, results are summed and become the next state
 * @param latency Spark starts tasks and collects results; no worker works
 */
public record RoundCost(double training, double exchange, double latency) {
  private static final double NANOS = 1e9;

  /** Of the phases of one round; checkpoints do not belong to it. */
  public static RoundCost of(RoundTimes times) {
    return new RoundCost(
        seconds(times, Phase.DATA, Phase.COMPUTE, Phase.STRAGGLERS),
        seconds(times, Phase.BROADCAST, Phase.REDUCE, Phase.APPLY),
        seconds(times, Phase.SCHEDULING));
  }

  /**
   * The typical one of equal rounds: the mean of those in the middle half by their seconds, so that
   * one that was held up does not count.
   *
   * @param rounds at least one
   */
  public static RoundCost typical(List<RoundCost> rounds) {
    int outer = rounds.size() / 4;
    List<RoundCost> middle = sorted(rounds).subList(outer, rounds.size() - outer);
    return new RoundCost(
        mean(middle, RoundCost::training),
        mean(middle, RoundCost::exchange),
        mean(middle, RoundCost::latency));
  }

  /**
   * The one whose seconds are in the middle; of an even number, the faster one.
   *
   * @param repetitions at least one
   */
  public static RoundCost median(List<RoundCost> repetitions) {
    return sorted(repetitions).get((repetitions.size() - 1) / 2);
  }

  /** Of the whole round. */
  public double seconds() {
    return training + exchange + latency;
  }

  private static List<RoundCost> sorted(List<RoundCost> costs) {
    return costs.stream().sorted(Comparator.comparingDouble(RoundCost::seconds)).toList();
  }

  private static double mean(List<RoundCost> costs, ToDoubleFunction<RoundCost> part) {
    return costs.stream().mapToDouble(part).average().orElseThrow();
  }

  private static double seconds(RoundTimes times, Phase... phases) {
    return Stream.of(phases).mapToLong(times::of).sum() / NANOS;
  }
}
