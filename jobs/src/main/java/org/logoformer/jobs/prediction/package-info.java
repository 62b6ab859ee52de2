/**
 * Prediction without a cluster and without a shard set: weights and folders of frames in, a CSV
 * file out. Weights and images come from strangers; anything wrong with them ends the command
 * before the file appears.
 */
package org.logoformer.jobs.prediction;
