/**
 * Pictures as PNG: the confusion matrix and curves over epochs, for light and for dark pages. They
 * know numbers and names only, nothing of runs.
 */
package org.logoformer.jobs.picture;
