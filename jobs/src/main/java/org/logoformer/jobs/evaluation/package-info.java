/**
 * Batch evaluation: weights and a shard set in, one prediction per clip and the metrics out; of one
 * network, or of several alone and together. The predictions of a data set are one Parquet file in
 * the order of the clip ids; metrics are always computed from predictions, so they can be computed
 * again from the file alone.
 */
package org.logoformer.jobs.evaluation;
