/**
 * Spark as the commands of this module use it. Begin with {@link
 * org.logoformer.jobs.spark.SparkSessions}.
 *
 * <p>Contract: one session for each command, from the configuration; local mode and clusters differ
 * in settings only.
 */
package org.logoformer.jobs.spark;
