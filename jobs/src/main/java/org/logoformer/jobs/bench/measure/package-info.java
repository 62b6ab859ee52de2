/**
 * What several measurements share: a network on noise from keyed draws, timing in blocks, memory,
 * FLOPs, child executors. Begin with {@link org.logoformer.jobs.bench.measure.Blocks}.
 *
 * <p>Contract: no class here knows a measurement.
 */
package org.logoformer.jobs.bench.measure;
