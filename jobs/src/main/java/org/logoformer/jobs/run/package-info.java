/**
 * The folder of a run. No other package knows the names of its files and their formats. Begin with
 * {@link org.logoformer.jobs.run.RunFolder}; {@link org.logoformer.jobs.run.RunMetrics} and {@link
 * org.logoformer.jobs.run.FoldMetrics} are the {@code metrics.json} of a run and of a fold. Both
 * hold {@link org.logoformer.jobs.run.Protocols}, the results of each way to choose an epoch;
 * {@link org.logoformer.jobs.run.SeedMetrics} is the file of the runs of several seeds.
 *
 * <p>Contract: each format has its writing and its reading method side by side, and files of
 * earlier versions stay readable. Readers see a file as a whole or not at all. A process that
 * writes to a run folder during training holds a {@link org.logoformer.storage.FolderOwner}.
 */
package org.logoformer.jobs.run;
