/**
 * Two runs, or two files of predictions, held against each other clip by clip: {@code logo
 * compare}. Nothing is predicted here, and the same clips are a condition: what two test sets say
 * of two networks is no comparison. Two settings that were trained from several seeds are compared
 * by their means.
 */
package org.logoformer.jobs.comparison;
