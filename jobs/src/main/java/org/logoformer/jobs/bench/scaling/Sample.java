package org.logoformer.jobs.bench.scaling;

/**
 * A measured round: typical of those with {@code workers} and {@code steps}.
 *
 * @param workers W
 * @param steps H, local steps of each worker
 */
public record Sample(int workers, int steps, RoundCost cost, Volume volume) {}
