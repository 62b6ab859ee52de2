package org.logoformer.jobs.bench.scaling;

/**
 * Seconds of a round with W workers and H steps, the batch of a worker held constant:
 *
 * <pre>
 * training = (H * step + start) * (1 + contention * (busy cores - 1)) * share
 * exchange = perByte * bytes through a worker * share + wire
 * latency  = perRound + perWorker * W
 * </pre>
 *
 * where {@code share} = max(1, W / cores) on one machine and 1 with a core per worker. The state
 * goes to all workers side by side and each sums one slice of all results (a reduce-scatter), so
 * the exchange does not grow with W but for the wire; the driver starts the 2 W tasks of a round
 * one after the other, so the latency does.
 *
 * @param step one step of a worker that has the machine to itself
 * @param start what a worker needs once a round, whatever its steps
 * @param contention share by which a step is slower for each further busy core of its machine
 * @param perByte what processes need for a byte that passes through a worker, loopback included
 * @param perRound what Spark needs to run the two stages of a round
 * @param perWorker what each worker adds to that
 */
public record CostModel(
    double step,
    double start,
    double contention,
    double perByte,
    double perRound,
    double perWorker) {

  /** A round with {@code workers}, each taking {@code steps}. */
  public RoundCost round(int workers, int steps, Volume volume, Machines machines) {
    double share = machines.share(workers);
    double slowdown = 1 + contention * (machines.busyCores(workers) - 1);
    return new RoundCost(
        (steps * step + start) * slowdown * share,
        perByte * volume.worker() * share + machines.wire(workers, volume),
        perRound + perWorker * workers);
  }

  /**
   * Parallel efficiency with a batch per worker that stays: the clips per second of all workers as
   * a share of W times those of one worker that never averages.
   */
  public double efficiency(int workers, int steps, Volume volume, Machines machines) {
    return steps * step / round(workers, steps, volume, machines).seconds();
  }
}
