/**
 * The command {@code prep}: lists and frames of a data set to a shard set.
 *
 * <p>Lists are read and checked on the driver; an error in them names the line and nothing is
 * written. Frames are counted on disk, shards planned from the counts, and each planned shard made
 * by one task, so that their bytes depend on the plan alone, not on the number of tasks or the
 * order in which they end. The manifest, written last, commits the set. A clip that cannot be
 * stored goes to quarantine with its reason.
 */
package org.logoformer.prep;
