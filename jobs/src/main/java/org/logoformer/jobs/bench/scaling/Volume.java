package org.logoformer.jobs.bench.scaling;

import org.logoformer.train.round.RoundBytes;

/**
 * Bytes of a round, which the number of workers does not change.
 *
 * @param state what each worker receives
 * @param result what each worker hands to the sums, and what the driver receives of them
 */
public record Volume(double state, double result) {
  /** Of what a round with {@code workers} moved. */
  public static Volume of(RoundBytes bytes, int workers) {
    return new Volume(bytes.broadcast(), (double) bytes.shuffle() / workers);
  }

  /**
   * What passes through one worker: the state in, its result out, and as much in again to be added
   * up, for each worker sums one slice of all results.
   */
  double worker() {
    return state + 2 * result;
  }
}
