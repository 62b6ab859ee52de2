/**
 * Turns a resolved configuration into the spark-submit command that runs it, on each kind of
 * cluster. All processes get the same native settings; a driver on the cluster gets its settings as
 * words, because files of this machine are not there.
 */
package org.logoformer.jobs.submit;
