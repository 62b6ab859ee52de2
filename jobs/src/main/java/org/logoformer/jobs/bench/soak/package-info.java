/**
 * {@code logo bench soak}: what processes hold while rounds go by, and whether any of it grows.
 * Begin with {@link org.logoformer.jobs.bench.soak.SoakBench}.
 *
 * <p>Contract: a look at memory and blocks changes neither; series know nothing of where they come
 * from.
 */
package org.logoformer.jobs.bench.soak;
