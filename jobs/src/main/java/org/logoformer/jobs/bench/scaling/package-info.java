/**
 * What a round of averaging costs, as a function of the number of workers W and of the local steps
 * H: a small model, its fit to measured rounds, and what it predicts for other W and H.
 *
 * <p>Contract: values only, no Spark and no clock; seconds and bytes throughout.
 */
package org.logoformer.jobs.bench.scaling;
