/**
 * The command {@code prep}: lists, frames and videos of a data set to a shard set.
 *
 * <p>Lists are read and checked on the driver; an error in them names the line and nothing is
 * written. Frames are counted on disk, shards planned from the counts, and each planned shard made
 * by one task, so that their bytes depend on the plan alone, not on the number of tasks or the
 * order in which they end. Tasks write to a work folder, from where the driver takes the shards to
 * their places; the manifest, written last, commits the set. One process at a time owns the output.
 * A finished set is known again by the names and sizes of its source, and verified by its content.
 * A clip that cannot be stored goes to quarantine with its reason.
 *
 * <p>Its many files are the steps of that one way, in small classes that nobody else uses.
 */
package org.logoformer.prep;
