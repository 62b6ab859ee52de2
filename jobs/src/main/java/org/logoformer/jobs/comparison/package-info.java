/**
 * Two runs, or two files of predictions, held against each other clip by clip: {@code logo
 * compare}. Nothing is predicted here, and the same clips are a condition: what two test sets say
 * of two networks is no comparison.
 */
package org.logoformer.jobs.comparison;
