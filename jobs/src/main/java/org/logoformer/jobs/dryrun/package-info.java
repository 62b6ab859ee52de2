/**
 * What a command would do, said and checked before it is done. Begin with {@link
 * org.logoformer.jobs.dryrun.DryRun}.
 *
 * <p>Contract: nothing is written and no executor is asked for; what would fail later for a reason
 * that can be known here fails here.
 */
package org.logoformer.jobs.dryrun;
