/**
 * Who sees which clips, and when. Begin with {@link org.logoformer.train.plan.EpochPlan}.
 *
 * <p>Contract: a plan depends on the seed, the epoch, the references (their classes, if these are
 * balanced, and their shards, if few are to be read from at a time), the batch and the number of
 * workers, and on nothing else. No class here knows a network or a file.
 */
package org.logoformer.train.plan;
