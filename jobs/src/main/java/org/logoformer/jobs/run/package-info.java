/**
 * The folder of a run: the one package that knows the names of its files and what stands in them.
 * Begin with {@link org.logoformer.jobs.run.RunFolder}; {@link org.logoformer.jobs.run.RunMetrics}
 * and {@link org.logoformer.jobs.run.FoldMetrics} are its two {@code metrics.json}, {@link
 * org.logoformer.jobs.run.Protocols} what both say of the choice of an epoch, {@link
 * org.logoformer.jobs.run.SeedMetrics} the file of several runs.
 *
 * <p>Contract: what is written by one method is read by the method beside it, and files of earlier
 * versions stay readable. Files appear whole or not at all. Who writes to a run folder during
 * training holds a {@link org.logoformer.storage.FolderOwner}.
 */
package org.logoformer.jobs.run;
