/**
 * From clip records to the network's input: sampled, transformed, stacked, and read ahead on a
 * thread of its own. What a clip becomes depends on (seed, epoch, clip id) and nothing else, so
 * batches may be made in any order, on any machine, any number of times.
 */
package org.logoformer.batch;
