/**
 * How good predictions are, by the measures of the field: UAR, the unweighted mean of the recalls
 * of the classes, and WAR, the recall weighted by the size of the classes, which is the accuracy.
 */
package org.logoformer.metrics;
