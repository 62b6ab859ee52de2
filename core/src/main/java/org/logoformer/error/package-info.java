/**
 * Failures the user is told about. Each kind carries the exit code of the command that meets it: 2
 * usage or configuration, 3 data, 4 cluster or resources, 5 diverged. A message says what happened,
 * the value, and what to do; it is shown without a stack trace.
 */
package org.logoformer.error;
