/**
 * Prediction of clips without labels: a network and folders of frames or a shard set in, classes
 * out; on this machine to a CSV file, on Spark to a folder of Parquet files. Weights and images
 * come from strangers; anything wrong with them ends the command before the CSV file, or the part
 * that they are in, appears.
 */
package org.logoformer.jobs.prediction;
