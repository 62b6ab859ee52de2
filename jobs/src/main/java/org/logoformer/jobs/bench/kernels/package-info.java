/**
 * Benchmarks of single kernel operations, each on every implementation, in the shapes they have in
 * preset {@code paper} with one clip of 16 frames: {@code logo bench kernels}.
 */
package org.logoformer.jobs.bench.kernels;
