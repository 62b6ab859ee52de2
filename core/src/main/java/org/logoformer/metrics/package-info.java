/**
 * How good predictions are, by the measures of the field: UAR, the unweighted mean of the recalls
 * of the classes, and WAR, the recall weighted by the size of the classes, which is the accuracy;
 * and how much of it is chance. Begin with {@link org.logoformer.metrics.ConfusionMatrix}; {@link
 * org.logoformer.metrics.Bootstrap} gives intervals, {@link org.logoformer.metrics.PairedMatrix}
 * holds two networks against each other, {@link org.logoformer.metrics.Calibration} their
 * probabilities against what came true. Distributions and quantiles are those of Apache Commons
 * Math.
 */
package org.logoformer.metrics;
