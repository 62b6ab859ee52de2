/**
 * What other programs follow a training by. Begin with {@link
 * org.logoformer.jobs.tracking.TensorBoard}. Contract: nothing here changes what is trained, and
 * all of it can be made again from {@code metrics.jsonl}.
 */
package org.logoformer.jobs.tracking;
