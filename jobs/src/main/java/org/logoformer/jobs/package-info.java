/**
 * The commands of this module; each is a package below. Begin with {@link
 * org.logoformer.jobs.JobCommands}.
 *
 * <p>Contract: packages below know the ones they build on, never this one. Shared by several:
 * {@code run} (the files of a run), {@code network} (weights and predictions), {@code spark},
 * {@code dryrun}, {@code rounds} and {@code slots} (training and testing on executors).
 */
package org.logoformer.jobs;
